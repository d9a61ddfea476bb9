"""One decision over intent and passage: template, passage, clarify, or hand over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.errors import SettingsError

Kind = Literal["template", "passage", "clarify", "hand_over"]


@dataclass(frozen=True)
class Thresholds:
    """How sure to be. All are calibrated probabilities, so they read as “right in at least so many of 100 cases”.

    Attributes:
        template: answer with the first intent's template.
        passage: answer with the best passage.
        clarify: ask back if the right intent is among the likeliest few at least so surely.
        hand_over_intents: intents that are no question to answer: a person is wanted, or nothing of this was taught.
        offer: a reading less likely than this is not worth a button.
        buttons: readings to offer at most.
    """

    template: float = 0.6
    passage: float = 0.4
    clarify: float = 0.4
    hand_over_intents: tuple[str, ...] = ("talk_to_person", "out_of_scope")
    offer: float = 0.08
    buttons: int = 3

    def __post_init__(self) -> None:
        for name in ("template", "passage", "clarify", "offer"):
            if not 0 <= getattr(self, name) <= 1:
                raise SettingsError(f"{name} must be in [0, 1]. It was: {getattr(self, name)!r}")
        if self.buttons < 2:
            raise SettingsError(f"buttons must be at least 2. It was: {self.buttons!r}")


@dataclass(frozen=True)
class Decision:
    """What to do with a message.

    Attributes:
        kind: how it is answered.
        intent: the intent that Rasa's rules see: the customer's own, or `passage`, `clarify`, `hand_over`.
        confidence: how sure of this answer.
        readings: the intents to offer as buttons, for *clarify*.
    """

    kind: Kind
    intent: str
    confidence: float
    readings: tuple[str, ...] = ()


def decide(ranking: Sequence[tuple[str, float]], confidence: float, readings: float, passage: float, thresholds: Thresholds) -> Decision:
    """Chooses between what is known.

    Args:
        ranking: intents with their probabilities, the likeliest first.
        confidence: calibrated probability that the first intent is right.
        readings: calibrated probability that one of the first few is right.
        passage: calibrated probability that the best passage answers; 0 if there is none.
        thresholds: how sure to be.
    """
    first = ranking[0][0] if ranking else ""
    if ranking and confidence >= thresholds.template:
        kind: Kind = "hand_over" if first in thresholds.hand_over_intents else "template"
        return Decision(kind, first, confidence)
    if passage >= thresholds.passage:
        return Decision("passage", "passage", passage)
    offered = tuple(
        intent for intent, probability in ranking[: thresholds.buttons] if probability >= thresholds.offer and intent != "out_of_scope"
    )
    if len(offered) >= 2 and readings >= thresholds.clarify and first != "out_of_scope":
        return Decision("clarify", "clarify", readings, offered)
    return Decision("hand_over", "hand_over", max(confidence, passage))
