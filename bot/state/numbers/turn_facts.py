"""What is counted of a turn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TurnFacts:
    """A turn that was written.

    Attributes:
        channel: `web`, or the messaging channel.
        language: the customer's, as ISO 639-1 has it; empty if it isn't known.
        topic: what is asked about: an intent, a page's title, or `bot.domain.OTHER_TOPICS`; empty where nothing was asked, as where a
            button was pressed.
        mood: of the customer's message: negative, neutral, positive; empty if it isn't known.
        decision: how the assistant came to its answer: template, passage, clarify, hand_over, …; empty if it said nothing.
        unanswered: whether something was asked that had no answer.
        handed_over: why a person goes on; empty if none does.
    """

    channel: str
    language: str = ""
    topic: str = ""
    mood: str = ""
    decision: str = ""
    unanswered: bool = False
    handed_over: str = ""
