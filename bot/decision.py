"""One decision over intent and passage: template, passage, clarify, or hand over."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.errors import SettingsError

Kind = Literal["template", "passage", "clarify", "hand_over"]
OUT_OF_SCOPE = "out_of_scope"
# A decision that can be taught, too: examples of it say too little to be answered.
CLARIFY = "clarify"
# The same for what only the log answers; its examples are past questions (`bot.log_examples`).
PASSAGE = "passage"
# That a template says what a passage says is told by their likeness, and holds only if the message may mean that intent.
BELIEVED = 0.1


@dataclass(frozen=True)
class Thresholds:
    """How sure to be. The first four are calibrated probabilities: right in at least so many of 100 cases.

    Attributes:
        template: answer with the first intent's template.
        passage: answer with the best passage.
        expected_passage: the same, if the message is read as a question that only the log answers.
        clarify: ask back if the right intent is among the likeliest few at least so surely.
        vague: ask back, too, if the message says no more than this (`LexicalIndex.information`, in nats): a few common words.
        hand_over_intents: intents that are no question to answer: a person is wanted, or nothing of this was taught.
    """

    template: float = 0.5
    passage: float = 0.4
    expected_passage: float = 0.2
    clarify: float = 0.35
    vague: float = 6.0
    hand_over_intents: tuple[str, ...] = ("talk_to_person", OUT_OF_SCOPE)

    def __post_init__(self) -> None:
        for name in ("template", "passage", "expected_passage", "clarify"):
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
    first, probability = known.ranking[0] if known.ranking else (OUT_OF_SCOPE, 0.0)
    vague = first == CLARIFY or known.information <= thresholds.vague
    confidence, passage = known.confidence, known.passage
    template = known.template if dict(known.ranking).get(str(known.template), 0.0) >= BELIEVED else None
    if template == first:
        confidence = 1 - (1 - confidence) * (1 - passage)  # two witnesses for the same answer
    elif template:
        passage *= 1 - probability  # two witnesses for different ones: the passage has what room the intent leaves
    answered = not vague and passage >= (thresholds.expected_passage if first == PASSAGE else thresholds.passage)
    if first not in (CLARIFY, PASSAGE) and confidence >= thresholds.template and not (answered and passage > confidence):
        return Decision("hand_over" if first in thresholds.hand_over_intents else "template", first, confidence)
    if answered and template:
        return Decision("template", template, passage)
    if answered:
        return Decision("passage", PASSAGE, passage)
    if first not in (OUT_OF_SCOPE, PASSAGE) and (vague or known.readings >= thresholds.clarify):
        return Decision("clarify", CLARIFY, known.readings)
    return Decision("hand_over", "hand_over", max(confidence, passage))
