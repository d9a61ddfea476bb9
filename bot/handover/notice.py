"""What a team is told of a hand-over: who waits for what, without personal data that redaction knows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timezone

from data.hidden import without_hidden
from data.redaction.patterns import redact

WHYS = {
    "talk_to_person": "asked for a person",
    "hand_over": "asked something that the assistant has no reliable answer to",
    "out_of_scope": "asked something that the assistant was not taught",
}
LONGEST_QUESTION = 500


@dataclass(frozen=True)
class Notice:
    """One hand-over.

    Attributes:
        epoch: which change of the conversation's owner it was; with the conversation it names the notice.
        since: when, in milliseconds since 1970.
        about: why, what was asked, language, channel.
        page: the address of the desk; empty if there is none.
    """

    conversation: str
    epoch: str
    since: int
    about: dict[str, str]
    page: str = ""

    @property
    def id(self) -> str:
        """The same whenever it is sent: who gets it twice knows it again."""
        return "handover_" + hashlib.sha256(f"{self.conversation}\0{self.epoch}".encode()).hexdigest()[:32]

    @property
    def subject(self) -> str:
        return "A customer waits for an answer"

    @property
    def asked(self) -> str:
        return redact(without_hidden(self.about.get("asked", ""))).text[:LONGEST_QUESTION]

    @property
    def at(self) -> str:
        """When, as ISO 8601 in UTC."""
        return datetime.fromtimestamp(self.since / 1000, timezone.utc).isoformat(timespec="seconds")

    def record(self) -> dict[str, object]:
        """The body of the webhook (https://www.standardwebhooks.com: type, timestamp, data)."""
        data = {name: self.about.get(name, "") for name in ("why", "language", "channel")}
        data |= {"conversation": self.conversation, "asked": self.asked, "waiting_since": self.at, "page": self.page}
        return {"type": "handover.waiting", "timestamp": self.at, "data": data}

    def text(self) -> str:
        """The same in sentences, for people."""
        why = WHYS.get(self.about.get("why", ""), "waits for a person")
        lines = [f"A customer {why} ({self.about.get('language') or 'language unknown'}, {self.about.get('channel') or 'web'}).", ""]
        if self.asked:
            lines += ["They asked:", *("    " + line for line in self.asked.splitlines()), ""]
        lines += [f"Conversation {self.conversation}, waiting since {self.at}."]
        lines += [f"Answer: {self.page}"] if self.page else ["Answer: heed desk, on the server."]
        return "\n".join(lines)
