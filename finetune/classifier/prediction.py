"""What the classifier predicts for one message, with the evidence for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from finetune.arrays import Floats
from finetune.classifier import calibration
from finetune.classifier.calibration import Calibration, Features
from finetune.classifier.composition import Composition
from finetune.classifier.late_interaction import Alignment
from finetune.encoders.e5.encoder import TokenStates

# A prediction tells how those intents match that have a meaning of their own, where they exist, and so many of the likeliest others: their
# templates put these in order later, so that one of them may come first that isn't among the first of all.
MATCHED = 5
NAMED = ("clarify", "out_of_scope", "talk_to_person", "passage")

Decision = Literal["answer", "clarify", "hand_over"]


class Match(NamedTuple):
    """How a message matches the examples of an intent.

    Attributes:
        coverage: how far the examples cover its tokens, mean cosine weighted by inverse document frequency.
        weakest: the lowest cosine among its three rarest tokens.
        gap: the largest uncovered weight, max of inverse document frequency · (1 - cosine) over its tokens.
        nearest_e5: the cosine with the nearest example by e5; -2 if the intent has no example to compare with.
        nearest_minilm: by the English encoder, times the probabilities that both texts are English.
        alignment: the tokens' weights and cosines one by one, in the order of `Prediction.reading`.
    """

    coverage: float
    weakest: float
    gap: float
    nearest_e5: float
    nearest_minilm: float
    alignment: Alignment


@dataclass(frozen=True)
class Prediction:
    """What the classifier predicts for one message.

    Attributes:
        ranking: all intents with their probabilities, the likeliest first.
        confidence: calibrated probability that the first intent is right; low for what was never taught.
        in_scope: calibrated probability that the message is about anything that was taught.
        decision: answer, clarify or hand over, at the precision that training was asked for.
        tokens: the message's T tokens as the network read them, without typing errors; e5's where there is no network.
        offsets: where in the cleaned message each token begins and ends (T, 2); those of a corrected word, where the word does.
        attention: the weight that each head gave to each token (H, T). Without a network, H is 1: how much better the first intent
            covers the token than its rivals do.
        reading: the message as e5 reads it, without typing errors; its `offsets` are in the corrected text.
        matches: how the first intents match, and the `NAMED` ones, by intent.
        foreign: from 0 to 1: how far the English encoder can't read it.
        english: the English encoder's vector (E,), times the probability that the text is English.
    """

    ranking: list[tuple[str, float]]
    confidence: float
    in_scope: float
    decision: Decision
    tokens: list[str]
    offsets: list[tuple[int, int]]
    attention: Floats
    reading: TokenStates
    matches: Mapping[str, Match]
    english: Floats
    foreign: float = 0.0

    @property
    def intent(self) -> str:
        return self.ranking[0][0]

    @property
    def sentence(self) -> Floats:
        """The vector for retrieval (D,), of length 1."""
        return self.reading.sentence


def named(intents: Sequence[str]) -> list[int]:
    """The positions of the `NAMED` intents."""
    return [place for place, intent in enumerate(intents) if intent in NAMED]


def matched(order: Sequence[int], intents: Sequence[str]) -> list[int]:
    """Of the positions of intents, the likeliest first, those of which a prediction tells how they match."""
    others = [place for place in order if intents[place] not in NAMED]
    return [*others[:MATCHED], *(place for place in order if intents[place] in NAMED)]


class Looked(NamedTuple):
    """Where the attention fell: tokens, their spans in the message as typed, and each head's weights (H, T)."""

    tokens: list[str]
    offsets: list[tuple[int, int]]
    attention: Floats


def predicted(
    composition: Composition,
    row: int,
    features: Features,
    intents: Sequence[str],
    weights: Calibration,
    looked: Looked,
) -> Prediction:
    """The prediction for one of N composed messages.

    Args:
        composition: what is known of the messages.
        row: which of them.
        features: of the messages.
        intents: the classes.
        weights: how sure to be.
        looked: where the attention fell.
    """
    evidence = calibration.evidence(features.part(slice(row, row + 1)))
    right, among_first, in_scope = (
        float(calibration.probability(evidence, each)[0]) for each in (weights.right, weights.among_first, weights.in_scope)
    )
    probabilities = np.exp(features.scores[row])  # (C,)
    order = np.argsort(-probabilities, kind="stable").tolist()
    told = matched([place for place in order if place in composition.alignments[row]], intents)
    return Prediction(
        ranking=[(intents[place], float(probabilities[place])) for place in order],
        confidence=right,
        in_scope=in_scope,
        decision=_decide(right, among_first, weights),
        tokens=looked.tokens,
        offsets=looked.offsets,
        attention=looked.attention,
        reading=composition.readings.tokens[row],
        matches={intents[place]: _match(composition, row, place) for place in told},
        english=composition.readings.english[row],
        foreign=float(composition.readings.foreign[row]),
    )


def contrast(composition: Composition, row: int, first: int) -> Floats:
    """Attention (1, T) from late interaction: each token's weight times how much better the first intent covers it than the candidates.

    Where it covers no token better, the tokens' weights alone.
    """
    aligned = composition.alignments[row]
    rivals = [aligned[place].similarities for place in np.flatnonzero(composition.scored[row]).tolist()]
    own = aligned[first] if first in aligned else next(iter(aligned.values()))
    better = own.weights * np.maximum(own.similarities - np.mean(rivals, axis=0), 0)
    weights = better if better.any() else own.weights
    return np.asarray(weights[None] / max(float(weights.sum()), 1e-9), dtype=np.float32)


def _match(composition: Composition, row: int, place: int) -> Match:
    alignment = composition.alignments[row][place]
    nearest, english = composition.similar.nearest[row, place].max(), composition.english[row, place]
    return Match(alignment.coverage, alignment.weakest, alignment.gap, float(nearest), float(english), alignment)


def _decide(right: float, among_first: float, weights: Calibration) -> Decision:
    if right >= weights.answer_at:
        return "answer"
    return "clarify" if among_first >= weights.clarify_at else "hand_over"
