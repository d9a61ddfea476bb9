"""Beside a provisional model that `heed run` serves: the whole one is trained in the background, compared by the gate, and served."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from bot.components.provisional import NETWORK, VARIABLE
from bot.models.registry import Registry, version_of
from bot.models.verdicts import read_verdict
from bot.workspace import Workspace
from data.errors import HeedError
from data.extras import can_fine_tune

RASA = (sys.executable, "-m", "bot.cli.rasa")
HEED = (sys.executable, "-m", "bot.cli")
# Serving comes first: what is learnt gets the time that nobody else wants, and one thread.
LOWEST = ("nice", "-n", "19")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
STOP_S = 5.0


class LearningOn:
    """Runs in a thread, its work in processes of their own, until it is done or stopped."""

    def __init__(self, workspace: Workspace, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        """
        Args:
            workspace: of the assistant; its promoted model is the provisional one.
            environment: of the processes.
            say: tells the user something, a line.
        """
        self._workspace, self._registry = workspace, Registry(workspace.models)
        self._environment, self._say = {**environment, **ONE_THREAD}, say
        self._log = workspace.private / "learning.log"
        self._stopped = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="heed learns on", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends it; what was under way is given up, and nothing of it goes on."""
        with self._starting:
            self._stopped.set()
            child = self._child
        if child and child.poll() is None:
            _end(child)
        if self._thread.ident is not None:
            self._thread.join()

    def join(self) -> None:
        """Waits until it is done."""
        self._thread.join()

    def _run(self) -> None:
        try:
            candidate = self._registry.newer() or self._train()
            if candidate and not self._stopped.is_set():
                self._decide(candidate)
        except HeedError as error:
            self._say(f"Learning on failed: {error}")

    def _train(self) -> Path | None:
        """The whole model's archive; none if it was stopped or failed."""
        before, indexes = set(self._registry.archives()), self._indexes()
        environment = {}
        if _wants_network(self._workspace.config) and not can_fine_tune():
            self._say(
                "config.yml wants a fine-tuned network, but PyTorch is not installed (`pip install heed[train]`): learning on without one."
            )
            environment = {VARIABLE: NETWORK}
        self._say("Learning on in the background: how to decide is fitted on your own data. The assistant answers meanwhile.")
        code = self._process([*RASA, "train", "--skip-validation", "--out", str(self._registry.folder)], environment)
        found = [archive for archive in self._registry.archives() if archive not in before]
        if not found:
            for left in self._indexes() - indexes:
                shutil.rmtree(left, ignore_errors=True)
            if not self._stopped.is_set():
                self._say(f"Learning on failed with exit code {code}; {self._log} says why. The first model serves on.")
        return found[0] if found else None

    def _decide(self, candidate: Path) -> None:
        """Has the gate look at a model, and serves it if nothing speaks against it."""
        version = version_of(candidate)
        verdict = read_verdict(version, self._registry.folder)
        if verdict is None:
            self._say(f"The whole model is trained ({version}); it is being compared with the one that is served.")
            self._process([*HEED, "compare", version, "--out", str(self._workspace.private / "gate")], {})
            if self._stopped.is_set():
                return
            verdict = read_verdict(version, self._registry.folder)
        if verdict is None:
            self._say(f"It couldn't be compared; {self._log} says why. `heed compare {version}` tries again.")
        elif not verdict.accepted:
            self._say(f"The gate refuses {version}, the first model serves on: {' '.join(verdict.reasons)}")
        else:
            self._registry.promote(version, why="learnt on by `heed run`, accepted by the gate")
            self._say(
                f"{version} takes over: {verdict.right:,} of {verdict.questions:,} questions right, {verdict.right_against:,} before."
            )

    def _process(self, command: list[str], environment: Mapping[str, str]) -> int:
        """Runs a command at the lowest priority; its exit code, or that of being stopped."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            with self._starting:
                if self._stopped.is_set():
                    return -signal.SIGTERM
                # A session of its own: Ctrl-C in the terminal is for `heed run`, which ends it with all that it has started.
                self._child = subprocess.Popen(
                    [*LOWEST, *command],
                    cwd=self._workspace.root,
                    env={**self._environment, **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            return self._child.wait()

    def _indexes(self) -> set[Path]:
        return set(self._workspace.indexes.iterdir()) if self._workspace.indexes.is_dir() else set()


def _wants_network(config: Path) -> bool:
    """Whether `config.yml` sets a mode that trains a network."""
    from bot.models.configured import classifier_settings  # Rasa's YAML takes a moment to import

    return str(classifier_settings(config).get("mode", "quick")) != "quick"


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends a process and all that it has started."""
    for end in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, end)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=STOP_S)
            break
    with suppress(ProcessLookupError):  # what it had started, and didn't end itself
        os.killpg(child.pid, signal.SIGKILL)
