"""One decision over intent and passage: template, passage, clarify, or hand over.

All that is known of a message is weighed into one confidence for each of the four: a multinomial logistic regression, whose
probabilities mean what they say. Its weights stand in `decision.json` and come from questions whose right outcome is known
(`python -m bot.retraining.decision_fit` fits them); they speak of probabilities, cosines and shared words only, so they hold for
other companies' intents, too.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from msgspec import Meta

from bot.domain import CLARIFY, OUT_OF_SCOPE, PASSAGE, SMALL_TALK
from data.settings import check_settings

if TYPE_CHECKING:
    from finetune.classifier.predictor import Prediction
    from retrieval.search.entries import Hit

Kind = Literal["template", "passage", "clarify", "hand_over"]
WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class DecisionSettings:
    """How careful to be.

    Attributes:
        answer_at: a template or a passage is said only if it is the right outcome with at least this probability; below it, the
            likelier of asking back and handing over is done.
        hand_over_intents: intents that are no question to answer: a person is wanted, or nothing of this was taught.
    """

    answer_at: Annotated[float, Meta(ge=0, le=1)] = 0.0
    hand_over_intents: tuple[str, ...] = ("talk_to_person", OUT_OF_SCOPE)

    def __post_init__(self) -> None:
        check_settings(self)


class Found(NamedTuple):
    """How well the best passage fits; as in `retrieval.search.entries.Fit`."""

    similarity: float
    answer_similarity: float
    coverage: float
    agreement: float
    shared: float  # nats
    template: str | None = None  # the intent whose template says what the passage says, if one does


@dataclass(frozen=True)
class Known:
    """What is known of a message when it comes to deciding.

    Attributes:
        ranking: intents with their probabilities, the likeliest first.
        in_scope: calibrated probability that the message is about anything that was taught.
        found: the best passage, if there is one.
        information: how much the message says, in nats.
    """

    ranking: Sequence[tuple[str, float]]
    in_scope: float = 0.5
    found: Found | None = None
    information: float = 0.0

    @classmethod
    def of(cls, prediction: Prediction, hits: Sequence[Hit], information: float) -> Known:
        """What classifier and search found out; of the passages, the best counts."""
        best = [Found(**hit.fit._asdict(), template=hit.passage.template) for hit in hits[:1]]
        return cls(prediction.ranking, prediction.in_scope, best[0] if best else None, information)


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


def decide(known: Known, settings: DecisionSettings) -> Decision:
    """Does what is likeliest to be right."""
    chances = _chances(features(known, settings))
    intents = answering(known, settings)
    answers: dict[Kind, bool] = {"template": bool(intents), "passage": known.found is not None}
    said: list[Kind] = [kind for kind, there in answers.items() if there and chances[kind] >= settings.answer_at]
    kind = max((*said, "clarify", "hand_over"), key=lambda kind: chances[kind])
    if kind == "template":
        return Decision(kind, intents[0][0], chances)
    if kind == "hand_over":
        wanted = next((intent for intent, _ in known.ranking if intent not in (PASSAGE, CLARIFY)), "")
        return Decision(kind, wanted if wanted in settings.hand_over_intents else "hand_over", chances)
    return Decision(kind, kind, chances)


def features(known: Known, settings: DecisionSettings) -> dict[str, float]:
    """What the confidence is made of. What isn't there counts as nothing: no passage fits badly."""
    probabilities = dict(known.ranking)
    (first, sure), (_, second) = (*answering(known, settings), ("", 0.0), ("", 0.0))[:2]
    person = sum(probabilities.get(intent, 0.0) for intent in settings.hand_over_intents if intent != OUT_OF_SCOPE)
    found = known.found or Found(0.0, 0.0, 0.0, 0.0, 0.0)
    return {
        "template": _log_odds(sure),
        "lead": sure - second,
        "passage": _log_odds(probabilities.get(PASSAGE, 0.0)),
        "clarify": _log_odds(probabilities.get(CLARIFY, 0.0)),
        "out_of_scope": _log_odds(probabilities.get(OUT_OF_SCOPE, 0.0)),
        "person": _log_odds(person),
        "in_scope": _log_odds(known.in_scope),
        "similarity": found.similarity,
        "answer_similarity": found.answer_similarity,
        "coverage": found.coverage,
        "agreement": found.agreement,
        "shared": math.log1p(found.shared),
        "information": math.log1p(known.information),
        "same_template": float(found.template is not None and found.template == first),
        "other_template": float(found.template is not None and found.template != first),
        "small_talk": float(first in SMALL_TALK),
    }


def answering(known: Known, settings: DecisionSettings) -> list[tuple[str, float]]:
    """The intents whose templates answer, the likeliest first."""
    decisions = (PASSAGE, CLARIFY, *settings.hand_over_intents)
    return [(intent, probability) for intent, probability in known.ranking if intent not in decisions]


def _chances(features: Mapping[str, float]) -> dict[Kind, float]:
    scores = {kind: sum(weights[name] * value for name, value in {**features, "bias": 1.0}.items()) for kind, weights in _weights().items()}
    highest = max(scores.values())
    grown = {kind: math.exp(score - highest) for kind, score in scores.items()}
    total = sum(grown.values())
    return {kind: value / total for kind, value in grown.items()}


@cache
def _weights() -> dict[Kind, dict[str, float]]:
    weights: dict[Kind, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(clipped / (1 - clipped))
