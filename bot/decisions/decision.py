"""One decision for a question: template, passage, clarify, or hand over.

All that is known of a question is weighed into one confidence for each of the four: a multinomial logistic regression, whose
probabilities mean what they say. Its weights come from questions whose right outcome is known, and belong to the model
(`bot.decisions.fitting`, `bot.decisions.weights`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from bot.decisions.observation import Observation, features
from bot.decisions.sections import section_features, section_probability
from bot.decisions.weights import Kind, Weights
from bot.domain import CLARIFY, HAND_OVER, OUT_OF_SCOPE, PASSAGE, PERSON
from data.settings import check_settings

# By so much more probable than anything else must it be that the first template or a passage which says the same is right, where neither is
# so by itself: to say something wrong is worse than to hand over.
SAME_LEAD = 0.1


@dataclass(frozen=True)
class DecisionSettings:
    """How careful to be.

    Attributes:
        answer_at: a template or a passage is said only if it is the right outcome with at least this probability; below it, the
            likelier of asking back and handing over is done.
        hand_over_intents: intents that are no question to answer: a person is wanted, or nothing of this was taught.
    """

    answer_at: Annotated[float, Meta(ge=0, le=1)] = 0.0
    hand_over_intents: tuple[str, ...] = (PERSON, OUT_OF_SCOPE)

    def __post_init__(self) -> None:
        check_settings(self)


@dataclass(frozen=True)
class Decision:
    """What to do with a question.

    Attributes:
        kind: how it is answered.
        intent: the intent that Rasa's rules see: the customer's own, or `passage`, `clarify`, `hand_over`.
        chances: how likely each of the four is the right outcome; they add up to 1.
        section: whether the passage that is said is a section of a document, and no past answer.
    """

    kind: Kind
    intent: str
    chances: Mapping[Kind, float]
    section: bool = False

    @property
    def confidence(self) -> float:
        """How likely this is the right outcome."""
        return self.chances[self.kind]

    @property
    def answers(self) -> bool:
        """Whether something is said to the question itself."""
        return self.kind in ("template", "passage")


def decide(observed: Observation, settings: DecisionSettings, weights: Weights) -> Decision:
    """Does what is likeliest to be right. What the logs have taught is decided as if there were no documents; a section goes before that
    where it is likelier right.
    """
    of = features(observed)
    chances = probabilities(of, weights)
    intents = observed.answering
    if observed.section and observed.ranking[0][0] != PERSON:  # who asks for a person isn't told how to get one
        right = section_probability(section_features(chances, of, intents[0][1] if intents else 0.0, observed.section))
        weighed: dict[Kind, float] = {kind: chance * (1 - right) for kind, chance in chances.items()}
        if right >= max(*weighed.values(), settings.answer_at):
            others = sum(chance for kind, chance in weighed.items() if kind != "passage")
            said: dict[Kind, float] = {kind: chance / (right + others) for kind, chance in weighed.items()}
            return Decision("passage", PASSAGE, {**said, "passage": right / (right + others)}, section=True)
    possible: dict[Kind, bool] = {"template": bool(intents), "passage": observed.fit is not None}
    sayable: list[Kind] = [kind for kind, there in possible.items() if there and chances[kind] >= settings.answer_at]
    kind = max((*sayable, "clarify", "hand_over"), key=lambda kind: chances[kind])
    both = chances["template"] + chances["passage"]
    if kind not in sayable and len(sayable) > 1 and observed.template == intents[0][0] and both > chances[kind] + SAME_LEAD:
        kind = max(sayable, key=lambda kind: chances[kind])
        chances = {**chances, "template": 0.0, "passage": 0.0, kind: both}
    if kind == "template":
        return Decision(kind, intents[0][0], chances)
    if kind == "hand_over":
        wanted = next((intent for intent, _ in observed.ranking if intent not in (PASSAGE, CLARIFY)), "")
        return Decision(kind, wanted if wanted in settings.hand_over_intents else HAND_OVER, chances)
    return Decision(kind, kind, chances)


def certain(kind: Kind, intent: str) -> Decision:
    """A decision that needs no weighing: the customer typed what the company itself has written down."""
    others: dict[Kind, float] = {"template": 0.0, "passage": 0.0, "clarify": 0.0, "hand_over": 0.0}
    return Decision(kind, intent, {**others, kind: 1.0})


def probabilities(features: Mapping[str, float], weights: Weights) -> dict[Kind, float]:
    """How likely each outcome is the right one, from the features of an observation; one that the weights don't know counts nothing."""
    values = {**features, "bias": 1.0}
    scores = {kind: sum(weight * values.get(name, 0.0) for name, weight in of_kind.items()) for kind, of_kind in weights.items()}
    highest = max(scores.values())
    grown = {kind: math.exp(score - highest) for kind, score in scores.items()}
    total = sum(grown.values())
    return {kind: value / total for kind, value in grown.items()}
