"""One decision over intent and passage: template, passage, clarify, or hand over."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.errors import SettingsError

Kind = Literal["template", "passage", "clarify", "hand_over"]
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Thresholds:
    """How sure to be. The first three are calibrated probabilities: right in at least so many of 100 cases.

    Attributes:
        template: answer with the first intent's template.
        passage: answer with the best passage.
        clarify: ask back if the right intent is among the likeliest few at least so surely.
        vague: ask back, too, if the message says no more than this (`LexicalIndex.information`, in nats): a few common words.
        hand_over_intents: intents that are no question to answer: a person is wanted, or nothing of this was taught.
    """

    template: float = 0.5
    passage: float = 0.5
    clarify: float = 0.4
    vague: float = 6.0
    hand_over_intents: tuple[str, ...] = ("talk_to_person", OUT_OF_SCOPE)

    def __post_init__(self) -> None:
        for name in ("template", "passage", "clarify"):
            if not 0 <= getattr(self, name) <= 1:
                raise SettingsError(f"{name} must be in [0, 1]. It was: {getattr(self, name)!r}")
        if self.vague < 0:
            raise SettingsError(f"vague must be at least 0. It was: {self.vague!r}")


@dataclass(frozen=True)
class Decision:
    """What to do with a message.

    Attributes:
        kind: how it is answered.
        intent: the intent that Rasa's rules see: the customer's own, or `passage`, `clarify`, `hand_over`.
        confidence: how sure of this answer.
    """

    kind: Kind
    intent: str
    confidence: float


@dataclass(frozen=True)
class Known:
    """What is known of a message when it comes to deciding.

    Attributes:
        ranking: intents with their probabilities, the likeliest first.
        confidence: calibrated probability that the first intent is right.
        readings: calibrated probability that one of the first few is right.
        passage: calibrated probability that the best passage answers; 0 if there is none.
        template: the intent whose template says what the best passage says, if one does.
        information: how much the message says, in nats.
    """

    ranking: Sequence[tuple[str, float]]
    confidence: float = 0.0
    readings: float = 0.0
    passage: float = 0.0
    template: str | None = None
    information: float = math.inf


def decide(known: Known, thresholds: Thresholds) -> Decision:
    """Chooses the surest of what is known. Where a template says what agents said, the template is said."""
    first = known.ranking[0][0] if known.ranking else OUT_OF_SCOPE
    vague = known.information <= thresholds.vague
    confidence = known.confidence
    if known.template == first:
        confidence = 1 - (1 - confidence) * (1 - known.passage)  # two witnesses for the same answer
    answered = known.passage >= thresholds.passage and not vague
    if known.ranking and confidence >= thresholds.template and not (answered and known.passage > confidence):
        return Decision("hand_over" if first in thresholds.hand_over_intents else "template", first, confidence)
    if answered and known.template:
        return Decision("template", known.template, known.passage)
    if answered:
        return Decision("passage", "passage", known.passage)
    if first != OUT_OF_SCOPE and (vague or known.readings >= thresholds.clarify):
        return Decision("clarify", "clarify", known.readings)
    return Decision("hand_over", "hand_over", max(confidence, known.passage))
