"""What a platform takes, and how long it delivers again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.channels.frame.markup import Style, plain
from bot.state.deliveries.contract import Rate

Unit = Literal["characters", "utf16", "bytes"]
UNITS: Mapping[Unit, Callable[[str], int]] = {
    "characters": len,
    "utf16": lambda text: len(text.encode("utf-16-le")) // 2,
    "bytes": lambda text: len(text.encode()),
}


@dataclass(frozen=True)
class Capabilities:
    """What a platform takes.

    Attributes:
        length: of a text, in `unit`, markup included.
        style: its markup (`bot.channels.frame.markup`).
        buttons: below a text, at most; where a reply has more, or there are none, choices are numbered in the text.
        button_title: characters of a button's title; where one is longer, the titles stand in the text with numbers.
        button_text: length of a text with buttons; 0 for that of any text.
        says_titles: whether a press of a button comes back as a text, its title, as if it had been typed.
        desk: whether people answer at the platform itself: it is told when a conversation goes to somebody else (`Part.owner`).
        images: whether an image is sent by its address; else the address stands in the text.
        files: the types (MIME) of files that are sent as such (`MessagingChannel.send_file`); others go as links.
        caption: length of a text that goes out in one message with a file; 0: a file goes alone.
        horizon_s: seconds for which the platform delivers a message again.
        window_s: seconds after the customer's newest message in which they may be written to; 0 for ever.
        recognises: whether a message that is sent twice under one key (`Recipient.key`) arrives once.
        recognises_s: seconds for which it knows a key, from the first message of it on; 0 for as long as a message is tried.
        rate: how fast messages may go out.
        away_status: the HTTP status of a delivery that can't be taken for the moment: one at which the platform delivers it again.
    """

    length: int
    unit: Unit = "characters"
    style: Style = plain
    buttons: int = 0
    button_title: int = 20
    button_text: int = 0
    says_titles: bool = False
    desk: bool = False
    images: bool = False
    files: frozenset[str] = frozenset()
    caption: int = 0
    horizon_s: int = 24 * 60 * 60
    window_s: float = 0.0
    recognises: bool = False
    recognises_s: float = 0.0
    rate: Rate = field(default_factory=Rate)
    away_status: int = 503

    def length_of(self, text: str) -> int:
        """A text's length in the platform's unit."""
        return UNITS[self.unit](text)
