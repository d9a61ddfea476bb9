"""The records that every floor speaks of: dialogues and their turns, sections of documents, pairs, labelled examples."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

from msgspec import UNSET, UnsetType

from data.errors import DataError

Role = Literal["customer", "agent", "bot", "note", "system"]
CUSTOMER: Role = "customer"
AGENT: Role = "agent"  # only what a person said for the company is ever learnt as an answer
BOT: Role = "bot"
NOTE: Role = "note"  # said among colleagues
SYSTEM: Role = "system"  # said by the desk: who joined, what was assigned
ROLES: tuple[Role, ...] = get_args(Role)
# Who says something in a dialogue as it is kept; notes and system rows are left out of it.
SPEAKERS: tuple[Role, ...] = (CUSTOMER, AGENT, BOT)


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
        if self.role not in SPEAKERS:
            raise DataError(f"a turn's role must be one of {', '.join(SPEAKERS)}. It was: {self.role!r}")
        if not self.text.strip():
            raise DataError("a turn's text must not be empty")

    def __reduce__(self) -> tuple[type["Turn"], tuple[str, ...]]:
        """As it travels between processes: the way that dataclasses go by themselves takes three times as long."""
        return Turn, (self.role, self.text, self.rating, self.reason)


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

    def __reduce__(self) -> tuple[type["Dialogue"], tuple[object, ...]]:
        """As it travels between processes."""
        return Dialogue, (self.id, self.turns, self.date, self.product, self.tags, self.rating, self.comment)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in one of the company's documents a text stands.

    Attributes:
        page: the title of the page.
        section: which heading of the page it stands under, counted from 1; 0 before the first one.
        address: of the page, with the section's anchor where it has one; empty if it isn't known.
    """

    page: str
    section: int
    address: str = ""

    def __str__(self) -> str:
        return f"“{self.page}”, section {self.section}" if self.section else f"“{self.page}”"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of a document, or a question of an FAQ with its answer.

    Attributes:
        document: the file that it came from, as the import names it.
        headings: from the outermost to its own, without the page's title.
        text: paragraphs, lists and tables as plain text, an empty line between two blocks.
        question: the question that it answers, where the document asks one.
        date: when the page was changed last; none if it doesn't say.
    """

    document: str
    place: Place
    headings: tuple[str, ...]
    text: str
    question: str = ""
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and what answers it: a customer's, with the agent's reply, or what a section of a document is about, with its text.

    Attributes:
        quality: how far the pair can be trusted, in [0, 1] (`data.mining.quality`).
        product, tags: as the dialogue had them, to filter by.
        context: the whole reply, where `answer` is only what may be quoted of it: it is searched, never shown.
        place: where the answer stands, if in a document; then `dialogue` names file and section. Unset, it isn't written anywhere.
    """

    question: str
    answer: str
    dialogue: str
    date: datetime.date | None = None
    quality: float = 0.5
    product: str | None = None
    tags: tuple[str, ...] = ()
    context: str = ""
    place: Place | UnsetType = UNSET

    @property
    def document(self) -> Place | None:
        """Where the answer stands in a document; none if an agent gave it."""
        return self.place if isinstance(self.place, Place) else None

    @property
    def id(self) -> int:
        """A 63-bit id made from the content, so that mining a log twice adds nothing the second time.

        Its last five bits are 0: with them, an index numbers the pieces of the pair.
        """
        place = (self.document.page, self.document.address, str(self.date)) if self.document else ()
        return content_id(self.dialogue, self.question, self.answer, *place) & ~31


def content_id(*content: str) -> int:
    """A 63-bit id made from texts: the same ones give the same id, on every machine."""
    return int.from_bytes(hashlib.sha256("\x1f".join(content).encode()).digest()[:8], "big") >> 1


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its intent, to train or to test the classifier."""

    text: str
    intent: str
