"""A retraining without a person: each step once, resumed after a kill, and nothing is promoted that the gate refuses.

Training and gate are scripted; all else is real.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.models.registry import Registry
from bot.models.verdicts import GateRecord, keep_verdict
from bot.retraining.auto.progress import keep_progress, only_one, read_progress
from bot.retraining.auto.retraining import Means, Retraining
from bot.retraining.auto.settings import RetrainingPlan, RetrainingSettings
from bot.workspace import Workspace
from data.errors import DataError, ModelError, StateError
from tests.support.archives import write_archive


class Script:
    """Stands for the processes: writes what a training and a comparison would leave."""

    def __init__(self, workspace: Workspace, accepted: bool = True) -> None:
        self.workspace, self.accepted = workspace, accepted
        self.calls: list[str] = []
        self.killed_in = ""
        self.version = "candidate"
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self, command: Sequence[str]) -> int:
        verb = next(each for each in command if each in ("train", "compare"))
        self.calls.append(verb)
        if self.killed_in == verb:
            raise KeyboardInterrupt
        if verb == "train":
            write_archive(Path(command[-1]) / f"{self.version}.tar.gz", self.version)
            return 0
        served = Registry(self.workspace.models).promoted()
        assert served
        reasons = () if self.accepted else ("It is worse.",)
        keep_verdict(
            GateRecord(command[command.index("compare") + 1], served.version, self.accepted, reasons, 9, 8, 7, 2, 1, 0.9, 0, 0),
            self.workspace.models,
        )
        self.meanwhile()
        return 0 if self.accepted else 1


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An assistant that serves a model which nobody promoted, with a log to import."""
    made = Workspace(tmp_path)
    for folder in (made.models, made.domain, made.data / "nlu"):
        folder.mkdir(parents=True)
    made.config.write_text("pipeline: []")
    write_archive(made.models / "first.tar.gz", "first")
    os.utime(made.models / "first.tar.gz", (1_000_000, 1_000_000))
    turns = [{"role": "customer", "text": "do you repair chairs?"}, {"role": "agent", "text": "We do, for two years from the purchase."}]
    (tmp_path / "chats.jsonl").write_text(json.dumps({"id": "talk-a", "turns": turns}) + "\n")
    monkeypatch.chdir(tmp_path)
    return made


def _labelled(root: Path) -> tuple[int, int]:
    return 3, 5


def no_redis(work: Callable[[Any], Any]) -> int:
    raise StateError("Redis can't be reached: it is away")


def retraining(workspace: Workspace, script: Script, *sources: str) -> Retraining:
    plan = RetrainingPlan(RetrainingSettings(sources=("chats.jsonl",)))
    return Retraining(workspace, plan, Means(script, no_redis, _labelled, lambda line: None), [Path(source) for source in sources])


def served(workspace: Workspace) -> str:
    bundle = Registry(workspace.models).promoted()
    assert bundle
    return bundle.version


def test_an_accepted_candidate_is_served(workspace: Workspace) -> None:
    made = retraining(workspace, Script(workspace))
    progress = made.run()
    assert (progress.ending, progress.candidate, served(workspace)) == ("promoted", "candidate", "candidate")
    assert (progress.imported, progress.labelled, progress.waiting) == (1, 3, 5)
    assert progress.problems == ["the assistant's own conversations couldn't be read: Redis can't be reached: it is away"]
    assert [change.kind for change in Registry(workspace.models).history()] == ["promote", "promote"]  # the first one was kept served
    assert not (workspace.models / ".candidate").exists()


def test_a_refused_one_is_not_and_nothing_new_is_not_trained_again(workspace: Workspace) -> None:
    script = Script(workspace, accepted=False)
    first = retraining(workspace, script)
    assert (first.run().ending, served(workspace)) == ("refused", "first")
    assert first.progress.reasons == ["It is worse."]
    first.end()
    assert retraining(workspace, script).run().ending == "nothing new"
    assert script.calls == ["train", "compare"]


@pytest.mark.parametrize("verb", ["train", "compare"])
def test_a_kill_is_gone_on_from(workspace: Workspace, verb: str) -> None:
    script = Script(workspace)
    script.killed_in = verb
    with pytest.raises(KeyboardInterrupt):
        retraining(workspace, script).run()
    script.killed_in = ""
    progress = retraining(workspace, script).run()
    assert (progress.ending, served(workspace)) == ("promoted", "candidate")
    assert script.calls == (["train", "train", "compare"] if verb == "train" else ["train", "compare", "compare"])
    assert progress.imported == 1  # the first one's


def test_a_training_that_was_whole_when_the_kill_came_is_taken(workspace: Workspace) -> None:
    script = Script(workspace)
    making = workspace.models / ".candidate"
    making.mkdir()
    write_archive(making / "whole.tar.gz", "whole")
    write_archive(making / "a-cut.tar.gz", "cut")
    (making / "a-cut.tar.gz").write_bytes((making / "a-cut.tar.gz").read_bytes()[:-20])
    assert retraining(workspace, script).run().candidate == "whole"
    assert script.calls == ["compare"]


def test_a_promotion_that_was_not_noted_is_not_made_twice(workspace: Workspace) -> None:
    script = Script(workspace)
    made = retraining(workspace, script)
    made.run()
    made.progress.done.remove("promote")
    made.progress.ending = ""
    keep_progress(made.progress, workspace)
    assert retraining(workspace, script).run().ending == "promoted"
    assert len(Registry(workspace.models).history()) == 2


def test_a_candidate_is_compared_anew_if_another_model_is_served_meanwhile(workspace: Workspace) -> None:
    script = Script(workspace)
    write_archive(workspace.models / "other.tar.gz", "other")
    os.utime(workspace.models / "other.tar.gz", (900_000, 900_000))

    def promote() -> None:
        if script.calls.count("compare") == 1:
            Registry(workspace.models).promote("other")
            script.accepted = False

    script.meanwhile = promote
    assert retraining(workspace, script).run().ending == "refused"
    assert (script.calls, served(workspace)) == (["train", "compare", "compare"], "other")


def test_what_is_named_now_comes_in_though_an_earlier_retraining_is_gone_on_with(workspace: Workspace) -> None:
    script = Script(workspace)
    script.killed_in = "train"
    with pytest.raises(KeyboardInterrupt):
        retraining(workspace, script).run()
    script.killed_in = ""
    more = (workspace.root / "chats.jsonl").read_text().replace("talk-a", "talk-b").replace("chairs", "tables")
    (workspace.root / "more.jsonl").write_text(more)
    assert retraining(workspace, script, "more.jsonl").run().imported == 1


def test_a_failure_says_why_and_keeps_what_was_done(workspace: Workspace) -> None:
    script = Script(workspace)
    with pytest.raises(DataError, match=r"gone\.zip isn't there"):
        retraining(workspace, script, "gone.zip").run()

    def failing(command: Sequence[str]) -> int:
        return 9

    plan = RetrainingPlan(RetrainingSettings(sources=("chats.jsonl",)))
    with pytest.raises(ModelError, match="exit code 9"):
        Retraining(workspace, plan, Means(failing, no_redis, _labelled, lambda line: None)).run()
    kept = read_progress(workspace)
    assert kept
    assert (kept.done, kept.ended) == (["import", "suggest"], None)


def test_two_at_once_are_one(workspace: Workspace) -> None:
    with only_one(workspace), pytest.raises(DataError, match="another retraining is under way"), only_one(workspace):
        pass
    with only_one(workspace):
        pass
