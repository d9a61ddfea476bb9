"""Dialogues as they stand in a log, before anything is taken out of them: what each format makes of its file."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

# How a message's text is written: as it was typed, in HTML, or as a mail with what it quotes below.
Markup = Literal["text", "html", "mail"]
# What a message may be besides one of the roles of `data.records`: left out, and counted under this name.
DELETED, ATTACHMENT, AUTOMATIC, REPEATED = "deleted message", "attachment without text", "automatic reply", "repeated message"
REACTION = "reaction to a message"
# An entry that takes back the message whose id it has.
RECALL = "recall of a message"
LEFT_OUT = (DELETED, ATTACHMENT, AUTOMATIC, REPEATED, REACTION, RECALL)
# A name that begins with this is a chat's that goes on for months: it is cut where it was silent for long, and its dialogues
# have ids of what was said.
CHAT = "\x00"


class Message(NamedTuple):
    """One message of a log.

    Attributes:
        line: where it stands in the file.
        role: a role of `data.records`, a word of the log's own for one, or why the message is left out (`DELETED` …);
            empty if only `speaker` tells who it was.
        time: when it was said, as it stands: a text, seconds or milliseconds since 1970; none if the log doesn't say.
        speaker: whom the log names, a name or an id.
        person: whether `speaker` is a person's name, which is taken out of the texts.
        rating, reason: what the customer thought of it, `up` or `down`, and why.
        guessed: whether the role was told by how often and when its speaker speaks (`data.formats.reading.speakers`).
        id: which message it is, as the log numbers them; of a `RECALL`, the one that it takes back. Empty if the log doesn't say.
        to: of a mail, the addresses of those who got it; else empty.
    """

    line: int
    role: str
    text: str
    time: str | float | None = None
    speaker: str = ""
    person: bool = False
    markup: Markup = "text"
    rating: str = ""
    reason: str = ""
    guessed: bool = False
    id: str = ""
    to: str = ""


class RawDialogue(NamedTuple):
    """A dialogue of a log, or a piece of one: pieces with the same name are put together.

    Attributes:
        name: the id that the desk gave it; empty if there is none: then it is whole, and an id is made of its first message.
            One that begins with `CHAT` holds pieces together and is no id.
        date: when it was, if its messages don't say.
        tags: a list, or a text with commas.
        rating: what the customer thought of it, 1 to 5. `comment` is what they added.
    """

    line: int
    name: str
    messages: list[Message]
    date: str | float | None = None
    product: str = ""
    tags: object = None
    rating: int | None = None
    comment: str = ""


def text_of(value: object) -> str:
    """A field as a text: numbers as they are written, nothing for what is no single value."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def time_of(value: object) -> str | float | None:
    """A field as a time that may be parsed later: a text or a number, else none."""
    return value if isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != "" else None


def mapping(value: object) -> Mapping[str, object]:
    """A field that should be an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[Mapping[str, object]]:
    """A field that should be a list of objects, without what is none."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
