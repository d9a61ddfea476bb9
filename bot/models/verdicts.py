"""What the gate said of each model: `models/gate/<version>.json`."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from data.errors import ModelError

FOLDER = "gate"


@dataclass(frozen=True)
class GateRecord:
    """The gate's answer, with its figures.

    Attributes:
        version, against: the candidate, and the model that it was compared with.
        accepted: whether it may be served.
        reasons: why not, a sentence each.
        questions: how many both were asked.
        right, right_against: how many each met rightly.
        better, worse: how many only the candidate, and only the other one, met rightly.
        p_value: of that difference, by McNemar's exact test.
        wrong_answers, wrong_answers_against: how many each answered wrongly and with confidence.
        withheld: new answers that were taken out of the candidate before, and why, a sentence each.
        at: when, in seconds since 1970.
    """

    version: str
    against: str
    accepted: bool
    reasons: tuple[str, ...]
    questions: int
    right: int
    right_against: int
    better: int
    worse: int
    p_value: float
    wrong_answers: int
    wrong_answers_against: int
    withheld: tuple[str, ...] = ()
    at: float = field(default_factory=time.time)


def keep_verdict(record: GateRecord, models: Path) -> None:
    """Keeps what the gate said, in place of what it said of the same model before."""
    folder = models / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{record.version}.json"
    beside = path.with_suffix(".tmp")
    beside.write_bytes(msgspec.json.format(msgspec.json.encode(record)) + b"\n")
    beside.replace(path)


def read_verdict(version: str, models: Path) -> GateRecord | None:
    """What the gate said of a version; none if it wasn't asked.

    Raises:
        ModelError: the file is damaged.
    """
    path = models / FOLDER / f"{version}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=GateRecord) if path.is_file() else None
    except msgspec.DecodeError as error:
        raise ModelError(f"{path} is damaged ({error}); `heed compare {version}` writes it anew") from error
