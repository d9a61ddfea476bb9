"""Decisions as they are kept: `data/reviews.jsonl`, a line each. An undo is another line; only an erasure changes one.

Each line's hash is noted in the audit log (`bot.models.audit`), so that no line can be changed silently.
"""

from __future__ import annotations

import datetime
import fcntl
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from bot.models.audit import REVIEWS, note, sha256_of
from bot.workspace import Workspace
from data.errors import DataError

# Whose decisions are the classifier's own; a person's outrank them.
MODEL = "heed"
Action = Literal["label", "refuse", "answer", "merge", "split", "undo", "erased"]


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What somebody decided, when.

    Attributes:
        action: `label` (texts get an intent, which may be new), `refuse` (texts are never suggested again), `answer` (an answer to texts
            is approved), `merge` (suggestions become one), `split` (one becomes several), `undo`, `erased` (nothing is left of it).
        suggestions: the ids of those that it is about.
        texts: that it holds for.
        intent: of a label. `was` and `file` are the label that a written example had, and where it stood.
        answer: what is approved, or what a new intent's template says.
        dialogues: that the texts and the answer come from.
        parts: the texts of the parts of a split.
        undoes: the decision that is undone.
    """

    id: str
    at: datetime.datetime
    who: str
    action: Action
    suggestions: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    intent: str = ""
    answer: str = ""
    dialogues: tuple[str, ...] = ()
    was: str = ""
    file: str = ""
    parts: tuple[tuple[str, ...], ...] = ()
    undoes: str = ""

    def __post_init__(self) -> None:
        if self.action == "label" and not (self.intent and self.texts):
            raise ValueError("a label needs an intent and texts")
        if self.action == "answer" and not (self.answer.strip() and self.texts):
            raise ValueError("an approved answer needs its text and the questions that it answers")
        if self.action == "undo" and not self.undoes:
            raise ValueError("an undo names the decision that it undoes")


def new_id() -> str:
    """An id for a decision."""
    return uuid.uuid4().hex[:12]


def reviews_file(workspace: Workspace) -> Path:
    """Where a workspace keeps its decisions."""
    return workspace.data / REVIEWS


def append(decision: Decision, workspace: Workspace) -> None:
    """Adds a decision, in one write: several processes may do it at once. It is on the disk when this returns.

    Raises:
        DataError: the file can't be written.
    """
    line = msgspec.json.encode(decision)
    with _only_writer(reviews_file(workspace)) as descriptor:
        os.write(descriptor, line + b"\n")
        os.fsync(descriptor)
    note("decide", workspace, decision=decision.id, who=decision.who, action=decision.action, sha256=sha256_of(line))


def rewrite(workspace: Workspace, change: Callable[[Decision], Decision]) -> int:
    """Changes decisions, as an erasure wants it, and returns how many; who adds one meanwhile waits.

    Raises:
        DataError: a line is no decision, or the file can't be written.
    """
    file = reviews_file(workspace)
    if not file.is_file():
        return 0
    with _only_writer(file):
        before = read_decisions(workspace)
        after = [change(decision) for decision in before]
        changed = [new for old, new in zip(before, after) if new != old]
        if changed:
            beside = file.with_name(f".{file.name}.{os.getpid()}")
            beside.touch(mode=0o600)
            beside.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in after))
            beside.replace(file)
    for each in changed:
        note("erase", workspace, decision=each.id, sha256=sha256_of(msgspec.json.encode(each)))
    return len(changed)


@contextmanager
def _only_writer(file: Path) -> Iterator[int]:
    """Opens the file to add to it, once nobody else writes; yields its descriptor.

    Raises:
        DataError: it can't be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        while True:
            descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                if file.is_file() and os.fstat(descriptor).st_ino == file.stat().st_ino:  # else it was written anew meanwhile
                    yield descriptor
                    return
            finally:
                os.close(descriptor)
    except OSError as error:
        raise DataError(f"{file} can't be written: {error}") from error


def read_decisions(workspace: Workspace) -> list[Decision]:
    """All decisions, in order; none if nobody has decided anything yet.

    Raises:
        DataError: a line is no decision; the message names it.
    """
    file = reviews_file(workspace)
    if not file.is_file():
        return []
    decisions = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            if line.strip():
                decisions.append(msgspec.json.decode(line, type=Decision))
        except msgspec.MsgspecError as error:
            raise DataError(f"{file}:{number} is no decision ({error}). It was: {line[:120].decode(errors='replace')}") from error
    return decisions


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that hold, in order: without those that were undone. An undo can be undone, too."""
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.undoes and decision.id not in undone:
            undone.add(decision.undoes)
    return [decision for decision in decisions if decision.id not in undone and decision.action not in ("undo", "erased")]
