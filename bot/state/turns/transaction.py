"""A turn: all that is written while a conversation's lock is held. It is written at once when the turn ends well, or not at all.

So replies and tracker events become visible together, and a turn that is repeated (its process was killed, its lock was
lost) leaves no trace of the first try. What a turn did is known by its id: to write it twice is to write it once.
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot.state.numbers.turn_facts import TurnFacts
from bot.state.turns.inbox import Waiting


@dataclass
class Tracked:
    """New events of a tracker.

    Attributes:
        tracker: Rasa's, as it is with them.
        events: as JSON, in order.
        position: how many the conversation had before them; the turn is refused if it has others by now.
        moved: where the window begins now, with its version and the state before it as JSON; none if it stays.
        keep_s: seconds that the conversation is kept.
        done: called when the events are written.
    """

    tracker: Any
    events: list[str]
    position: int
    moved: tuple[str, int, str] | None
    keep_s: int
    done: Callable[[], Awaitable[None]]


@dataclass
class TurnTransaction:
    """What the owner of a conversation's lock has to write.

    Attributes:
        messages: what the turn answers, taken from the inbox.
        replies: what the assistant says, as the channel shows it.
        tracked: what Rasa has to save.
        hand_over: why a person goes on with the conversation, in words for the desk; the assistant says nothing more. Empty if none does.
        usual_wait_s: how long customers waited for a person lately; none if that is not known.
        facts: what is counted of the turn once it is written; none if nothing is.
        given_up: the messages become dead letters.
        problem: why Rasa could not read or save; Rasa itself would go on with an empty conversation.
        written: whether it is written, and the lock with it given back.
        emptied: whether no message waited any more when it was written; false where that isn't known.
    """

    conversation: str
    token: str = ""
    messages: Sequence[Waiting] = ()
    replies: list[dict[str, Any]] = field(default_factory=list)
    tracked: Tracked | None = None
    hand_over: dict[str, str] = field(default_factory=dict)
    usual_wait_s: float | None = None
    facts: TurnFacts | None = None
    given_up: bool = False
    problem: Exception | None = None
    written: bool = False
    emptied: bool = False
    id: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def empty(self) -> bool:
        return not (self.messages or self.replies or self.tracked)


current_turn: ContextVar[TurnTransaction | None] = ContextVar("current_turn", default=None)
