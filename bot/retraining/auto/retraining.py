"""The steps of a retraining without a person, one after the other; each is kept when it is done.

import ─► suggest (labels that are read with confidence only) ─► train ─► compare ─► promote, if the gate accepts ─► report
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.models.archive import served_model
from bot.models.registry import Registry, version_of
from bot.models.verdicts import GateRecord, read_verdict
from bot.retraining.auto.candidate import Run, train_candidate
from bot.retraining.auto.importing import import_conversations, import_source
from bot.retraining.auto.progress import Progress, Step, inputs_of, keep_progress, now, read_progress
from bot.retraining.auto.settings import RetrainingPlan
from bot.workspace import Workspace
from data.errors import ModelError, StateError

HEED = (sys.executable, "-m", "bot.cli")
# How often a candidate is compared anew since another model took the served one's place meanwhile.
COMPARED = 3

WithRedis = Callable[[Callable[[Any], Any]], int]


@dataclass(frozen=True)
class Means:
    """What a retraining works with.

    Attributes:
        run: runs a command in the workspace.
        with_redis: has something done with the session state's Redis.
        label: labels what is read with confidence (`bot.retraining.auto.labelling`).
        say: tells the user something, a line.
    """

    run: Run
    with_redis: WithRedis
    label: Callable[[Path], tuple[int, int]]
    say: Callable[[str], None]


class Retraining:
    """One retraining of a workspace, which nobody else retrains (`bot.retraining.auto.progress.only_one`)."""

    def __init__(self, workspace: Workspace, plan: RetrainingPlan, means: Means, sources: Sequence[Path] = ()) -> None:
        """`sources` are imported besides those of the plan."""
        self.workspace, self._plan, self._means = workspace, plan, means
        self._registry = Registry(workspace.models)
        last = read_progress(workspace)
        wanted = [*plan.settings.sources, *map(str, sources)]
        self._before = last.inputs if last and last.ended else ""
        if last and not last.ended:
            means.say(
                f"Going on with the retraining that began at {last.begun:%Y-%m-%d %H:%M} (UTC), after: {', '.join(last.done) or 'nothing'}."
            )
            self.progress = last
            if set(wanted) - set(last.sources):  # what is named now comes in, too
                self.progress.sources = list(dict.fromkeys([*last.sources, *wanted]))
                self.progress.done = []
        else:
            self.progress = Progress(now(), wanted)

    def run(self) -> Progress:
        """Does what is left to do, up to the report; how it ended.

        Raises:
            HeedError: a step failed; the next retraining goes on with it.
        """
        steps: list[tuple[Step, Callable[[], None]]] = [
            ("import", self._import),
            ("suggest", self._suggest),
            ("train", self._train),
            ("compare", self._compare),
            ("promote", self._promote),
        ]
        for name, step in steps:
            if name not in self.progress.done and not self.progress.ending:
                step()
                self.progress.done.append(name)
                self._keep()
        return self.progress

    def end(self) -> None:
        """Notes that it was reported; the next retraining begins anew."""
        self.progress.ended = now()
        self._keep()

    @property
    def verdict(self) -> GateRecord | None:
        """What the gate said of the candidate."""
        return read_verdict(self.progress.candidate, self._registry.folder) if self.progress.candidate else None

    def _keep(self) -> None:
        keep_progress(self.progress, self.workspace)

    def _import(self) -> None:
        self.progress.problems = []
        self.progress.imported = 0
        for source in self.progress.sources:
            self.progress.imported += import_source(self.workspace.root / source, self.workspace)
        if self._plan.settings.conversations:
            try:
                self.progress.imported += self._means.with_redis(lambda client: import_conversations(client, self.workspace))
            except StateError as error:
                self.progress.problems.append(f"the assistant's own conversations couldn't be read: {error}")
        self._means.say(f"{self.progress.imported:,} dialogues were new.")

    def _suggest(self) -> None:
        self.progress.labelled, self.progress.waiting = self._means.label(self.workspace.root.resolve())
        self._means.say(f"{self.progress.labelled:,} questions got their label; {self.progress.waiting:,} suggestions wait for a person.")

    def _train(self) -> None:
        inputs = inputs_of(self.workspace)
        if inputs == self._before:
            self.progress.ending, self.progress.inputs = "nothing new", inputs
            self._means.say("Nothing has changed since the last retraining, so nothing is trained.")
            return
        self._means.say("Training a candidate.")
        self.progress.candidate = version_of(train_candidate(self.workspace, self._means.run))
        self.progress.inputs = inputs

    def _compare(self) -> None:
        """Has the gate look at the candidate, beside the model that is served now.

        Raises:
            ModelError: it said nothing.
        """
        version = self.progress.candidate
        if self._served() == version:
            return
        self._means.say(f"{version} is being compared with {self._served()}.")
        self._means.run([*HEED, "compare", version, "--withhold", "--out", str(self.workspace.private.resolve() / "gate")])
        verdict = self.verdict
        if verdict is None or verdict.at < self.progress.begun.timestamp():
            raise ModelError(f"the gate said nothing of {version}; what it printed stands above, or in the log")
        self.progress.reasons, self.progress.withheld = list(verdict.reasons), list(verdict.withheld)

    def _promote(self) -> None:
        """Serves the candidate if the gate accepted it, in place of what is served now; never otherwise.

        Raises:
            ModelError: another model took the served one's place again and again.
        """
        version = self.progress.candidate
        for _ in range(COMPARED):
            verdict, served = self.verdict, self._served()
            if served == version:  # promoted, and killed before that was noted
                break
            if verdict is None or not verdict.accepted:
                self.progress.ending = "refused"
                self._means.say(f"The gate refuses {version}; {served} serves on: {' '.join(self.progress.reasons)}")
                return
            if verdict.against == served:
                self._registry.promote(version, why="retrained by `heed retrain --auto`, accepted by the gate")
                break
            self._compare()
        else:
            raise ModelError(f"{version} isn't promoted: another model took the served one's place each time that it had been compared")
        self.progress.ending = "promoted"
        self._means.say(f"{version} is served from now on.")

    def _served(self) -> str:
        return version_of(served_model())
