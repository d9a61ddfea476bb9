"""From a company's past dialogues to an assistant that answers, by a clock: 34,140 public dialogues of airlines with their customers.

Each step is the command that a newcomer types; between them, all proposed intents are accepted as they stand, which is what a person
would look through on the page.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.processor import cpu_seconds
from bench.results import Result
from bench.state.rasa_run import ROOT
from bot.retraining.review.session import Session
from bot.reviews.files import read_suggestions
from bot.reviews.records import NewIntent
from bot.workspace import Workspace
from data.errors import HeedError
from tests.support.rasa_process import free_port

GOAL_S, LONGEST_S = 600, 7_200


@dataclass
class _Clock:
    """What each step took: seconds by the clock, and CPU-seconds of all its processes."""

    steps: dict[str, tuple[float, float]] = field(default_factory=dict)

    def measured(self, name: str, step: Callable[[], object]) -> None:
        began, cpu = time.monotonic(), cpu_seconds()
        step()
        self.steps[name] = (time.monotonic() - began, cpu_seconds() - cpu)
        print(f"{name}: {self.steps[name][0]:.0f} s, {self.steps[name][1]:.0f} CPU-seconds", flush=True)


def airlines(folder: Path, data: Path, port: int | None) -> Iterator[Result]:
    """The time of each step, and of all together.

    Args:
        folder: where the assistant's folder is made.
        data: the folder of public data sets.
        port: where the assistant listens; a free one if none is given.
    """
    workspace, clock = Workspace(folder / "assistant"), _Clock()
    _heed(folder, "new", str(workspace.root), "--company", "The Airline")
    workspace.models.mkdir(parents=True, exist_ok=True)
    workspace.encoders.symlink_to(Workspace(ROOT).encoders.resolve())  # which setting Heed up has made
    log = (data / "twitter_airlines/dialogues.jsonl.gz").resolve()
    clock.measured("import", lambda: _heed(workspace.root, "import", str(log), "--yes"))
    clock.measured("suggest", lambda: _heed(workspace.root, "suggest"))
    accepted: list[NewIntent] = []
    clock.measured("accept", lambda: accepted.extend(_accept(workspace)))
    clock.measured("first model and start", lambda: _run(workspace.root, port or free_port()))
    test = "airline dialogues, from the import to the first answer"
    for step, (wall, cpu) in clock.steps.items():
        yield Result(test, f"{step}, by the clock", wall, "s")
        yield Result(test, f"{step}, CPU", cpu, "s")
    total = sum(wall for wall, _ in clock.steps.values())
    yield Result(test, "all, by the clock", total, "s", f"≤ {GOAL_S}", total <= GOAL_S)
    yield Result(test, "all, CPU", sum(cpu for _, cpu in clock.steps.values()), "s")
    yield Result(test, "proposed intents", len(accepted))


def _heed(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "bot.cli", *arguments]
    subprocess.run(command, cwd=folder, env=_environment(), check=True, stdin=subprocess.DEVNULL)


def _accept(workspace: Workspace) -> list[NewIntent]:
    """Accepts all proposed intents, with their names and the answers that agents gave most."""
    session = Session(read_suggestions(workspace), workspace, "reviewer")
    proposed = [each for each in session.suggestions if isinstance(each, NewIntent)]
    for each in proposed:
        session.accept(each)
        print(f"  {each.name} ({each.count}): {' / '.join(question.text for question in each.questions[:2])}", flush=True)
    session.write()
    return proposed


def _run(folder: Path, port: int) -> None:
    """Serves until the page is there, and stops.

    Raises:
        HeedError: it never is.
    """
    command = [sys.executable, "-W", "ignore", "-m", "bot.cli", "run", "--no-learn", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, env=_environment(), stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + LONGEST_S
    try:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise HeedError("`heed run` ended, or took too long; its messages stand above")
            time.sleep(0.2)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
