"""From texts to what is known of them, the same way in training and in serving.

A text is cleaned, its typing errors are corrected, the network encodes it, and the other members of the ensemble score it
beside the network. Training learns the ensemble's weights and the calibration from the very figures that serving applies them to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from finetune.arrays import Floats
from finetune.classifier.calibration import Features
from finetune.classifier.ensemble import EnsembleMembers, combine
from finetune.classifier.spelling import Corrected, Speller
from finetune.encoders.tokenization import clean


@dataclass(frozen=True)
class Encoded:
    """What the network gives for N texts."""

    logits: Floats  # (N, C)
    sentences: Floats  # (N, D), sentence vectors of length 1
    unknown: Floats  # (N,), the share of tokens that the encoder's vocabulary lacks


Output = TypeVar("Output", bound=Encoded)


@dataclass(frozen=True)
class Composition(Generic[Output]):
    """What all parts of a classifier say of N messages, before the members of the ensemble are weighed."""

    texts: list[Corrected]  # N
    encoded: Output
    log_probabilities: Floats  # (E, N, C), of the ensemble's members
    ood_logits: Floats  # (N, C), of the regularised regression
    nearest: Floats  # (N, C, K), the cosines with the nearest examples of each intent

    def features(self, weights: Sequence[float]) -> Features:
        """The features with the members combined by weights (2E,), as `finetune.classifier.ensemble.combine` takes them."""
        scores = combine(self.log_probabilities, self.encoded.unknown, weights)
        return Features(scores, self.encoded.logits, self.ood_logits, self.nearest, self.encoded.unknown)


def compose(
    texts: Sequence[str], speller: Speller, network: Callable[[list[str]], Output], members: EnsembleMembers
) -> Composition[Output]:
    """Has every part of a classifier score N texts; `network` encodes texts whose typing errors are corrected."""
    corrected = [speller.correct(clean(text)) for text in texts]
    plain = [each.text for each in corrected]
    encoded = network(plain)
    similar = members.similarities(encoded.sentences)
    return Composition(
        texts=corrected,
        encoded=encoded,
        log_probabilities=members.log_probabilities(encoded.logits, encoded.sentences, similar, plain),
        ood_logits=members.ood_logits(encoded.sentences),
        nearest=similar.nearest,
    )
