"""What a platform delivers over HTTP, and what a channel reads from it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl

from bot.channels.frame.address import Address
from data.errors import HeedError


class Unreadable(HeedError):
    """A delivery has the right signature, and isn't what the platform documents."""


@dataclass(frozen=True)
class Delivery:
    """A request of a platform.

    Attributes:
        method: GET or POST.
        url: with the query; as the platform knows it, if the setting `public_url` says so.
        headers: by lower-case name; one that came twice has both values, joined by a comma.
        body: as it came: signatures are made over these bytes.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """A header; empty if it didn't come."""
        return self.headers.get(name.lower(), "")

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address."""
        return dict(parse_qsl(self.url.partition("?")[2], keep_blank_values=True))

    def form(self) -> list[tuple[str, str]]:
        """The fields of a form, in their order, those without a value included."""
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1_000)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object.

        Raises:
            Unreadable: it is none.
        """
        return read_object(self.body)


@dataclass(frozen=True)
class Media:
    """Something sent that is no text.

    Attributes:
        kind: `image`, `audio`, `video`, `file`, `location`, `sticker`, … as the platform calls it.
        reference: the platform's id or address of it.
        content: the file itself, where it came with the message.
    """

    kind: str
    reference: str = ""
    name: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Message:
    """What a customer wrote, pressed or sent. It is meant for us: what a group says among itself is none.

    Attributes:
        id: the platform's; the same when it is delivered again, and in both events of a platform that has two for one message.
        text: what was written; may be empty.
        button: the id (`Choice.id`) of the button that was pressed.
        contact: what `send` needs to answer: a reply token, a message to answer to. Kept with the newest message.
        at: when it was written, in seconds since 1970.
        edited: whether it takes the place of what was written before under the same id. If that was answered, nothing happens.
        to_people: whether people have the conversation, at the platform's own desk: then the assistant doesn't answer.
    """

    address: Address
    id: str
    text: str = ""
    button: str = ""
    media: tuple[Media, ...] = ()
    contact: Mapping[str, Any] = field(default_factory=dict)
    at: float = field(default_factory=time.time)
    edited: bool = False
    to_people: bool = False


@dataclass(frozen=True)
class Owned:
    """Who has a conversation by now, as a platform with a desk of its own says.

    Attributes:
        change: the platform's name for this change: told again, nothing happens.
        at: when it was so, by the platform's clock, in seconds since 1970; 0 if it doesn't say. What was so before the newest that is known
            comes too late, and nothing happens.
    """

    address: Address
    owner: Literal["people", "assistant", "nobody"]
    change: str
    at: float = 0.0


@dataclass(frozen=True)
class PersonSaid:
    """What a person answered at the platform's own desk; the customer has it already.

    Attributes:
        id: the platform's.
        name: the person's, as customers read it.
        at: of `Owned`: who answers has the conversation from then on.
    """

    address: Address
    id: str
    text: str
    name: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class Reaction:
    """What a customer thinks of a message of ours.

    Attributes:
        message: the platform's id of it, as `send` returned it.
    """

    address: Address
    message: str
    value: Literal["up", "down"]


@dataclass(frozen=True)
class Failure:
    """A platform says later that a message of ours did not arrive; `message` is its id of it, as `send` returned it."""

    address: Address
    message: str
    reason: str


def read_object(text: str | bytes) -> dict[str, Any]:
    """A JSON object; half of a surrogate pair in it becomes “?”.

    Raises:
        Unreadable: it is none.
    """
    try:
        found = json.loads(json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise Unreadable("the body must be JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("the body must be a JSON object")
    return found


def pick(value: Any, *path: str | int) -> Any:
    """What stands at a place of a JSON value; none if there is no such place, whatever stands there instead."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text_at(value: Any, *path: str | int) -> str:
    """The text at a place; a number as text; empty for anything else."""
    found = pick(value, *path)
    if isinstance(found, str):
        return found
    return str(found) if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 10**30 else ""


def objects_at(value: Any, *path: str | int) -> list[dict[str, Any]]:
    """The objects of the list at a place; what is no object is left out."""
    found = pick(value, *path)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def seconds_at(value: Any, *path: str | int, unit_s: float = 1.0) -> float:
    """The time at a place, in seconds since 1970; now, if there is none, or one that can't be."""
    found = text_at(value, *path)
    at = float(found) * unit_s if found.isascii() and found.isdigit() and len(found) < 17 else 0.0
    return at if 0 < at < time.time() + 300 else time.time()
