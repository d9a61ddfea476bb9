"""How far a retraining is: kept in `.heed/retrain.json` after each step, so that the next one goes on where a kill left it."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

import msgspec

from bot.workspace import Workspace, private_folder
from data.errors import DataError

NAME, LOCK = "retrain.json", "retrain.lock"
Step = Literal["import", "suggest", "train", "compare", "promote", "report"]
Ending = Literal["", "promoted", "refused", "nothing new"]


class Progress(msgspec.Struct):
    """A retraining.

    Attributes:
        begun, ended: when; a retraining that hasn't ended is gone on with.
        sources: what is imported.
        done: the steps that are behind it.
        imported: dialogues that were new.
        labelled: questions that got their label without a person; `waiting` is how many suggestions wait for one.
        inputs: a hash of all that the candidate learns from.
        candidate: its version.
        ending: how it ended; `reasons` says why the gate refused it.
        withheld: new answers that were left out of the candidate, with why.
        problems: what could not be done and didn't stop it, a sentence each.
    """

    begun: datetime
    sources: list[str] = []
    done: list[Step] = []
    imported: int = 0
    labelled: int = 0
    waiting: int = 0
    inputs: str = ""
    candidate: str = ""
    ending: Ending = ""
    reasons: list[str] = []
    withheld: list[str] = []
    problems: list[str] = []
    ended: datetime | None = None


def read_progress(workspace: Workspace) -> Progress | None:
    """The last retraining, ended or not; none if there was none.

    Raises:
        DataError: the file is damaged.
    """
    file = workspace.private / NAME
    try:
        return msgspec.json.decode(file.read_bytes(), type=Progress) if file.is_file() else None
    except msgspec.MsgspecError as error:
        raise DataError(f"{file} is damaged ({error}); delete it, and the next retraining begins anew") from error


def keep_progress(progress: Progress, workspace: Workspace) -> None:
    """Keeps it in place of what was kept; it is on the disk when this returns."""
    private_folder(workspace.private)
    file = workspace.private / NAME
    beside = file.with_name(f".{NAME}.{os.getpid()}")
    with open(beside, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as content:
        content.write(msgspec.json.format(msgspec.json.encode(progress)) + b"\n")
        content.flush()
        os.fsync(content.fileno())
    beside.replace(file)


@contextmanager
def only_one(workspace: Workspace) -> Iterator[int]:
    """Makes sure that this is the only retraining; yields the lock's descriptor, for processes that it starts: they hold it, too.

    Raises:
        DataError: another one is under way, or a process that one had started before it was killed.
    """
    private_folder(workspace.private)
    file = workspace.private / LOCK
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataError(f"another retraining is under way, or its training is ({file} is locked); wait until it has ended") from None
        yield descriptor
    finally:
        os.close(descriptor)


def now() -> datetime:
    """The time in UTC, to the second."""
    return datetime.now(timezone.utc).replace(microsecond=0)


def inputs_of(workspace: Workspace) -> str:
    """A hash of all that a model learns from: settings, domain, training data, questions, documents, logs."""
    files = [workspace.config, *_below(workspace.domain), *_below(workspace.data)]
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(workspace.root)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _below(folder: Path) -> list[Path]:
    wanted = (".yml", ".yaml", ".jsonl", ".csv", ".tsv", ".gz")
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix in wanted and not file.name.startswith("."))
