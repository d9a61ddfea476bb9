"""Who answers in a conversation: the assistant, nobody yet (it waits for a person), an agent, or nobody any more (it is closed).

It stands in the conversation's key `owner`, and is changed by three scripts only: `commit.lua` (the assistant hands over), `accept.lua`
(the customer goes back to the assistant, or writes after the end) and `own.lua` (agents). A turn of the assistant is written only while
the conversation is the assistant's, which `commit.lua` looks at in the step that writes it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

ASSISTANT, WAITING, CLOSED = "assistant", "waiting", "closed"
AGENT = "agent:"
CLOCKS_DIFFER_MS = 5_000
# An agent of this id stands for all people at a messaging platform's own desk: `elsewhere.<channel>`. That desk says what they do, so that
# the platform isn't told of it, and nobody here waits for a sign of life.
ELSEWHERE = "elsewhere."
# The button that takes a conversation back from a person.
LEAVES = "/back_to_assistant"


@dataclass(frozen=True)
class Handover:
    """What a client sees when a conversation goes to somebody else.

    Attributes:
        owner: `assistant`, `waiting`, `agent` or `closed`; which agent it is, customers learn by name only.
        name: of the agent, as customers read it.
        text: what the customer is told about it; empty where the assistant has said it already.
        elsewhere: whether it happened at a platform's own desk.
    """

    owner: str
    name: str = ""
    text: str = ""
    elsewhere: bool = False

    def to_json(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value}, ensure_ascii=False)


@dataclass(frozen=True)
class Owner:
    """Who has a conversation.

    Attributes:
        owner: `assistant`, `waiting`, `agent:<id>` or `closed`.
        version: counts the changes.
        since: of the last change, in milliseconds since 1970; so are the other times. 0 where there is none.
        waiting_since: the customer asked for a person.
        unanswered: the customer said something that no person has answered.
        took, beat: of the agent who has it: since when, and the last sign of life.
        about: why it was handed over, what was asked, in which language, on which channel.
    """

    owner: str = ASSISTANT
    version: int = 0
    since: int = 0
    waiting_since: int = 0
    unanswered: int = 0
    took: int = 0
    beat: int = 0
    about: dict[str, str] | None = None

    @classmethod
    def of(cls, record: dict[str, str]) -> Owner:
        """Reads the hash `owner`; an empty one is the assistant's."""
        times = {name: int(record.get(name) or 0) for name in ("version", "since", "waiting_since", "unanswered", "took", "beat")}
        return cls(record.get("owner", ASSISTANT), **times, about=_about(record.get("about")))

    @property
    def agent(self) -> str:
        """The id of the agent who has it; empty if none has."""
        return self.owner.removeprefix(AGENT) if self.owner.startswith(AGENT) else ""

    def may_have_lapsed(self, now: int, silent_s: float, gone_s: float) -> bool:
        """Whether the agent may have left the customer without an answer, or given no sign of life, for so long; `own.lua` knows for sure.

        Args:
            now: in milliseconds since 1970, by this machine's clock, which may be some seconds off.
        """
        now += CLOCKS_DIFFER_MS
        silent = self.unanswered > 0 and now - max(self.unanswered, self.took) > 1000 * silent_s
        return bool(self.agent) and (silent or now - self.beat > 1000 * gone_s)

    @property
    def with_person(self) -> bool:
        return self.owner == WAITING or self.owner.startswith(AGENT)


def language_in(about: str | None) -> str:
    """The customer's language, as it was noted when the conversation was handed over; empty if it wasn't."""
    return _about(about).get("language", "")


def _about(record: str | None) -> dict[str, str]:
    try:
        found = json.loads(record or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
