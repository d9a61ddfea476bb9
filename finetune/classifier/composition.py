"""From texts to what is known of them, the same way in training and in serving.

A text is cleaned, its typing errors are corrected, the encoders read it, and the members of the ensemble score it.
Training learns the ensemble's weights and the calibration from the very figures that serving applies them to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.languages import english_probability
from finetune.arrays import Bools, Floats
from finetune.classifier.calibration import Features
from finetune.classifier.ensemble import combine, prior
from finetune.classifier.late_interaction import Alignment, ExampleStates, coverages
from finetune.classifier.logistic import log_softmax
from finetune.classifier.members import Members
from finetune.classifier.similarity import Similarities
from finetune.classifier.spelling import Corrected, Speller
from finetune.encoders.reading import Readings
from finetune.encoders.tokenization import clean

# The tokens are compared with the examples of so many intents, which the other members find likeliest.
CANDIDATES = 8
# What coverage is multiplied by before the softmax.
COVERAGE_SCALE = 40.0


@dataclass(frozen=True)
class LeftOut:
    """Examples that messages are not compared with: their own, where they are examples themselves."""

    examples: Sequence[Sequence[int]]  # N, positions among all examples
    kept: Bools  # (N, M), which of the kept ones


@dataclass(frozen=True)
class Composition:
    """What all parts of a classifier say of N messages, before the members of the ensemble are weighed."""

    readings: Readings
    log_probabilities: Floats  # (E, N, C), of the ensemble's members
    logits: Floats  # (N, C), of the network, or else the sum of both regressions'
    ood_logits: Floats  # (N, C), of the regularised regression
    similar: Similarities  # to the examples, by e5
    english: Floats  # (N, C), the cosine with the nearest example by the English encoder, of the candidates and the named intents
    alignments: Sequence[Mapping[int, Alignment]]  # N, with the candidates and the named intents
    scored: Bools  # (N, C), which of the intents are candidates
    coverage: Floats  # (N, C)

    def features(self, weights: Sequence[float]) -> Features:
        """The features with the members combined by weights (2E,), as `finetune.classifier.ensemble.combine` takes them."""
        scores = combine(self.log_probabilities, self.readings.foreign, weights)
        return Features(scores, self.logits, self.ood_logits, self.similar.nearest, self.coverage, self.readings.foreign)


def corrected(text: str, speller: Speller) -> Corrected:
    """A text, cleaned, without typing errors; one in another language than the speller's is left as it is."""
    text = clean(text)
    return speller.correct(text) if english_probability(text) >= 0.5 else Corrected(text)


def compose(
    texts: Sequence[str],
    readings: Readings,
    members: Members,
    states: ExampleStates,
    always: Sequence[int] = (),
    network: Floats | None = None,
    left_out: LeftOut | None = None,
) -> Composition:
    """Has every part of a classifier score N texts.

    Args:
        texts: clean, without typing errors.
        readings: of them.
        members: fitted on examples.
        states: these examples' token states.
        always: intents that are candidates for each message.
        network: the fine-tuned network's logits (N, C), where there is one.
        left_out: the examples that the texts are not compared with.
    """
    similar = members.similarities(readings, left_out.kept if left_out else None)
    linear, english = members.logits(readings)
    scores = [linear, english, similar.summed, members.ngram_logits(texts), *([] if network is None else [network])]
    others = np.stack([log_softmax(each) for each in scores])  # (E - 1, N, C)
    scored = _candidates(others, readings.foreign, always)
    alignments = states.align(readings.tokens, scored, left_out.examples if left_out else None)
    coverage = coverages(alignments, scored)
    return Composition(
        readings=readings,
        log_probabilities=np.concatenate([log_softmax(COVERAGE_SCALE * coverage)[None], others]),
        logits=linear + english if network is None else network,
        ood_logits=members.ood_logits(readings),
        similar=similar,
        english=members.nearest_english(readings, scored, left_out.kept if left_out else None),
        alignments=alignments,
        scored=scored,
        coverage=coverage,
    )


def _candidates(others: Floats, foreign: Floats, always: Sequence[int]) -> Bools:
    """The intents (N, C) that the members beside late interaction (E - 1, N, C) find likeliest, and those that always are."""
    weights = np.array(prior(len(others) + 1)).reshape(2, -1)[:, 1:].ravel().tolist()
    scores = combine(others, foreign, weights)
    few = min(CANDIDATES, scores.shape[1])
    chosen = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(chosen, np.argpartition(-scores, few - 1, axis=1)[:, :few], True, axis=1)
    chosen[:, list(always)] = True
    return chosen
