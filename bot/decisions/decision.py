"""One decision over intent and passage: template, passage, clarify, or hand over.

All that is known of a message is weighed into one confidence for each of the four: a multinomial logistic regression, whose
probabilities mean what they say. Its weights come from questions whose right outcome is known, and belong to the model
(`bot.decisions.weights`); they speak of probabilities, cosines and shared words only, so they hold for other companies' intents, too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from bot.decisions.weights import Kind, Weights
from bot.domain import CLARIFY, HAND_OVER, OUT_OF_SCOPE, PASSAGE, PERSON, SMALL_TALK
from data.settings import check_settings
from retrieval.search.entries import Fit

if TYPE_CHECKING:
    from finetune.classifier.prediction import Prediction
    from retrieval.search.entries import Hit


# Nothing was found: nothing fits.
NO_FIT = Fit(0.0, 0.0, 0.0, 0.0, 0.0)


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
class Observation:
    """What is known of a message when it comes to deciding.

    Attributes:
        ranking: intents with their probabilities, the likeliest first.
        in_scope: calibrated probability that the message is about anything that was taught.
        fit: how well the best passage fits; none if nothing was found.
        template: the intent whose template says what that passage says, if one does.
        information: how much the message says, in nats.
    """

    ranking: Sequence[tuple[str, float]]
    in_scope: float = 0.5
    fit: Fit | None = None
    template: str | None = None
    information: float = 0.0

    @classmethod
    def of(cls, prediction: Prediction, hits: Sequence[Hit], information: float) -> Observation:
        """What classifier and search found out; of the passages, the best counts."""
        fit, template = (hits[0].fit, hits[0].passage.template) if hits else (None, None)
        return cls(prediction.ranking, prediction.in_scope, fit, template, information)


@dataclass(frozen=True)
class Decision:
    """What to do with a message.

    Attributes:
        kind: how it is answered.
        intent: the intent that Rasa's rules see: the customer's own, or `passage`, `clarify`, `hand_over`.
        chances: how likely each of the four is the right outcome; they add up to 1.
    """

    kind: Kind
    intent: str
    chances: Mapping[Kind, float]

    @property
    def confidence(self) -> float:
        """How likely this is the right outcome."""
        return self.chances[self.kind]


def decide(observed: Observation, settings: DecisionSettings, weights: Weights) -> Decision:
    """Does what is likeliest to be right."""
    chances = _chances(features(observed, settings), weights)
    intents = answering(observed, settings)
    answers: dict[Kind, bool] = {"template": bool(intents), "passage": observed.fit is not None}
    said: list[Kind] = [kind for kind, there in answers.items() if there and chances[kind] >= settings.answer_at]
    kind = max((*said, "clarify", "hand_over"), key=lambda kind: chances[kind])
    if kind == "template":
        return Decision(kind, intents[0][0], chances)
    if kind == "hand_over":
        wanted = next((intent for intent, _ in observed.ranking if intent not in (PASSAGE, CLARIFY)), "")
        return Decision(kind, wanted if wanted in settings.hand_over_intents else HAND_OVER, chances)
    return Decision(kind, kind, chances)


def features(observed: Observation, settings: DecisionSettings) -> dict[str, float]:
    """What the confidence is made of. What isn't there counts as nothing: no passage fits badly."""
    probabilities = dict(observed.ranking)
    (first, sure), (_, second) = (*answering(observed, settings), ("", 0.0), ("", 0.0))[:2]
    person = sum(probabilities.get(intent, 0.0) for intent in settings.hand_over_intents if intent != OUT_OF_SCOPE)
    fit = observed.fit or NO_FIT
    return {
        "template": _log_odds(sure),
        "lead": sure - second,
        "passage": _log_odds(probabilities.get(PASSAGE, 0.0)),
        "clarify": _log_odds(probabilities.get(CLARIFY, 0.0)),
        "out_of_scope": _log_odds(probabilities.get(OUT_OF_SCOPE, 0.0)),
        "person": _log_odds(person),
        "in_scope": _log_odds(observed.in_scope),
        "similarity": fit.similarity,
        "answer_similarity": fit.answer_similarity,
        "coverage": fit.coverage,
        "agreement": fit.agreement,
        "shared": math.log1p(fit.shared),
        "information": math.log1p(observed.information),
        "same_template": float(observed.template is not None and observed.template == first),
        "other_template": float(observed.template is not None and observed.template != first),
        "small_talk": float(first in SMALL_TALK),
    }


def answering(observed: Observation, settings: DecisionSettings) -> list[tuple[str, float]]:
    """The intents whose templates answer, the likeliest first."""
    decisions = (PASSAGE, CLARIFY, *settings.hand_over_intents)
    return [(intent, probability) for intent, probability in observed.ranking if intent not in decisions]


def _chances(features: Mapping[str, float], weights: Weights) -> dict[Kind, float]:
    values = {**features, "bias": 1.0}
    scores = {kind: sum(of_kind[name] * value for name, value in values.items()) for kind, of_kind in weights.items()}
    highest = max(scores.values())
    grown = {kind: math.exp(score - highest) for kind, score in scores.items()}
    total = sum(grown.values())
    return {kind: value / total for kind, value in grown.items()}


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(clipped / (1 - clipped))
