"""`heed run` learns on: trains, compares, promotes, a line at each stage; what it has started ends with it. The work itself is scripted."""

import contextlib
import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from bot.cli.learning import learning_on
from bot.cli.learning.learning_on import LearningOn
from bot.models.registry import Registry
from bot.workspace import Workspace
from tests.support.archives import write_archive

TRAIN = """
from pathlib import Path
from tests.support.archives import write_archive
write_archive(Path("models/whole.tar.gz"), "whole")
"""
COMPARE = """
from pathlib import Path
from bot.models.verdicts import GateRecord, keep_verdict
keep_verdict(GateRecord("whole", "first", {accepted}, {reasons}, 100, 90, 80, 12, 2, 0.01, 1, 2), Path("models"))
"""
SLOW = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("begun", flush=True)
time.sleep(60)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An assistant that serves its first model."""
    (tmp_path / "config.yml").write_text("pipeline: [{name: bot.components.intent.AttentionIntentClassifier}]")
    (tmp_path / "models").mkdir()
    write_archive(tmp_path / "models" / "first.tar.gz", "first")
    os.utime(tmp_path / "models" / "first.tar.gz", (1_000_000, 1_000_000))
    Registry(tmp_path / "models").promote("first")
    return Workspace(tmp_path)


def learn(workspace: Workspace, patch: pytest.MonkeyPatch, train: str, compare: str = "") -> tuple[LearningOn, list[str]]:
    lines: list[str] = []
    patch.setattr(learning_on, "RASA", (sys.executable, "-c", train))
    patch.setattr(learning_on, "HEED", (sys.executable, "-c", compare))
    root = str(Path(__file__).parents[4])
    learning = LearningOn(workspace, {**os.environ, "PYTHONPATH": root}, lines.append)
    learning.start()
    return learning, lines


def served(workspace: Workspace) -> str:
    bundle = Registry(workspace.models).promoted()
    assert bundle
    return bundle.version


def test_an_accepted_model_takes_over(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    learning, lines = learn(workspace, monkeypatch, TRAIN, COMPARE.format(accepted=True, reasons=()))
    learning.join()
    assert served(workspace) == "whole"
    assert [line.split(" ")[0] for line in lines] == ["Learning", "The", "whole"]
    assert "90 of 100 questions right, 80 before" in lines[-1]
    assert "learnt on" in Registry(workspace.models).history()[-1].why


def test_a_refused_model_does_not_and_is_not_tried_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        learning, lines = learn(workspace, monkeypatch, TRAIN, COMPARE.format(accepted=False, reasons=("It is worse.",)))
        learning.join()
        assert served(workspace) == "first"
        assert "refuses whole" in lines[-1]
        assert "It is worse." in lines[-1]
    assert len(lines) == 1  # the second time it was known


def test_a_failed_training_is_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    learning, lines = learn(workspace, monkeypatch, "raise SystemExit('no memory')")
    learning.join()
    assert "failed with exit code 1" in lines[-1]
    assert "no memory" in (workspace.private / "learning.log").read_text()
    assert served(workspace) == "first"


def test_what_it_started_ends_with_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    learning, _ = learn(workspace, monkeypatch, SLOW)
    log, deadline = workspace.private / "learning.log", time.monotonic() + 60
    while not (log.is_file() and "begun" in log.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    child = learning._child
    assert child
    assert os.getpriority(os.PRIO_PROCESS, child.pid) == 19
    learning.stop()
    while running_in(child.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running_in(child.pid) == []


def running_in(group: int) -> list[int]:
    """The processes of a group that still run; one that nobody has asked about yet has ended, too."""
    found = []
    for process in psutil.process_iter(["status"]):
        with contextlib.suppress(OSError):
            if os.getpgid(process.pid) == group and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found
