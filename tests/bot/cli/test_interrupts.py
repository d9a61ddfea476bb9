"""Ctrl-C in a real terminal, at several moments of several commands."""

import json
import sys
from pathlib import Path

import pytest

from tests.support.pty_command import Ended, interrupted

HEED = str(Path(sys.executable).with_name("heed"))
# On a machine where other tests run; alone it is a tenth of that.
AT_ONCE_S = 5.0


def check(ended: Ended) -> None:
    assert "Traceback" not in ended.shown, ended.shown
    assert "Exception ignored" not in ended.shown, ended.shown
    assert ended.code == 130, ended
    assert ended.seconds < AT_ONCE_S, ended
    assert ended.left == []


@pytest.mark.parametrize("imported", ["typer.core", "data.redaction.names"])
def test_while_the_command_is_imported(imported: str, tmp_path: Path) -> None:
    shows_imports = [sys.executable, "-X", "importtime", HEED]
    check(interrupted([*shows_imports, "import", "log.jsonl", "--dry-run"], tmp_path, until=f" {imported}"))


def test_while_all_cores_work(tmp_path: Path) -> None:
    turns = [{"role": "customer", "text": "Where is it? " * 40}, {"role": "agent", "text": "On its way, as we told you. " * 40}]
    with (tmp_path / "log.jsonl").open("w") as log:
        for number in range(3_000):
            log.write(json.dumps({"id": f"d-{number}", "turns": turns}) + "\n")
    check(interrupted([HEED, "import", "log.jsonl", "--yes"], tmp_path, 1.0, until="Importing", environment={"OMP_NUM_THREADS": "2"}))
    assert not list((tmp_path / "data").rglob("*.jsonl"))
