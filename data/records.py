"""The records that every floor speaks of: dialogues and their turns, mined pairs, labelled examples."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

from data.errors import DataError

Role = Literal["customer", "agent"]
CUSTOMER: Role = "customer"
AGENT: Role = "agent"
ROLES: tuple[str, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a dialogue."""

    role: Role
    text: str

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise DataError(f"a turn's role must be one of {', '.join(ROLES)}. It was: {self.role!r}")
        if not self.text.strip():
            raise DataError("a turn's text must not be empty")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One past support conversation, redacted."""

    id: str
    turns: tuple[Turn, ...]
    date: datetime.date | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise DataError("a dialogue's id must not be empty")
        if not self.turns:
            raise DataError(f"dialogue {self.id!r} has no turns")


@dataclass(frozen=True, slots=True)
class Pair:
    """A customer's question and the agent's reply that answered it."""

    question: str
    answer: str
    dialogue: str
    date: datetime.date | None = None

    @property
    def id(self) -> int:
        """A 63-bit id made from the content, so that mining a log twice adds nothing the second time."""
        content = "\x1f".join((self.dialogue, self.question, self.answer))
        return int.from_bytes(hashlib.sha256(content.encode()).digest()[:8], "big") >> 1


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its intent, to train or to test the classifier."""

    text: str
    intent: str
