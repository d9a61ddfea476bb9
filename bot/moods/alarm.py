"""What a team is told of a surge: the topic, how many, and the messages that made it, without personal data that redaction knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from bot.state.surges import Surge
from data.hidden import without_hidden
from data.redaction.patterns import redact

MOST_MESSAGES = 5
LONGEST_MESSAGE = 300


@dataclass(frozen=True)
class Alarm:
    """One surge, as it is told of.

    Attributes:
        messages: of its customers, the newest first, as they were written.
        page: the address of the desk; empty if there is none.
    """

    surge: Surge
    messages: Sequence[str]
    page: str = ""

    @property
    def id(self) -> str:
        """The same whenever it is sent: who gets it twice knows it again."""
        return self.surge.id

    @property
    def subject(self) -> str:
        return f"Many customers are unhappy about {self.surge.about}"

    @property
    def said(self) -> list[str]:
        """The messages, redacted and cut."""
        return [redact(without_hidden(text)).text[:LONGEST_MESSAGE] for text in self.messages[:MOST_MESSAGES]]

    def record(self) -> dict[str, object]:
        """The body of the webhook (https://www.standardwebhooks.com: type, timestamp, data)."""
        surge = self.surge
        data = {
            "topic": surge.topic,
            "title": surge.title,
            "since": _at(surge.since),
            "customers": surge.customers,
            "usual": round(surge.usual, 2),
        }
        return {"type": "moods.surge", "timestamp": _at(surge.found), "data": {**data, "messages": self.said, "page": self.page}}

    def text(self) -> str:
        """The same in sentences, for people."""
        lines = [self.surge.text, "", *(f"    {line}" for text in self.said for line in text.splitlines())]
        return "\n".join([*lines, "", f"Conversations: {self.page}" if self.page else "Numbers: heed numbers, on the server."])


def _at(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")
