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
    """One message of a dialogue.

    Attributes:
        rating: what the customer thought of it, `up` or `down`; empty if they didn't say. `reason` is why.
    """

    role: Role
    text: str
    rating: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.rating not in ("", "up", "down"):
            raise DataError(f"a turn's rating must be up or down. It was: {self.rating!r}")
        if self.role not in ROLES:
            raise DataError(f"a turn's role must be one of {', '.join(ROLES)}. It was: {self.role!r}")
        if not self.text.strip():
            raise DataError("a turn's text must not be empty")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One past support conversation, redacted.

    Attributes:
        rating: what the customer thought of it, 1 to 5; none if they didn't say. `comment` is what they added.
    """

    id: str
    turns: tuple[Turn, ...]
    date: datetime.date | None = None
    product: str | None = None
    tags: tuple[str, ...] = ()
    rating: int | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        if self.rating is not None and self.rating not in range(1, 6):
            raise DataError(f"a dialogue's rating must be 1 to 5. It was: {self.rating!r}")
        if not self.id:
            raise DataError("a dialogue's id must not be empty")
        if not self.turns:
            raise DataError(f"dialogue {self.id!r} has no turns")


@dataclass(frozen=True, slots=True)
class Pair:
    """A customer's question and the agent's reply that answered it.

    Attributes:
        quality: how far the pair can be trusted, in [0, 1] (`data.mining.quality`).
        product, tags: as the dialogue had them, to filter by.
        context: the whole reply, where `answer` is only what may be quoted of it: it is searched, never shown.
    """

    question: str
    answer: str
    dialogue: str
    date: datetime.date | None = None
    quality: float = 0.5
    product: str | None = None
    tags: tuple[str, ...] = ()
    context: str = ""

    @property
    def id(self) -> int:
        """A 63-bit id made from the content, so that mining a log twice adds nothing the second time.

        Its last five bits are 0: with them, an index numbers the pieces of the pair.
        """
        return content_id(self.dialogue, self.question, self.answer) & ~31


def content_id(*content: str) -> int:
    """A 63-bit id made from texts: the same ones give the same id, on every machine."""
    return int.from_bytes(hashlib.sha256("\x1f".join(content).encode()).digest()[:8], "big") >> 1


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its intent, to train or to test the classifier."""

    text: str
    intent: str
