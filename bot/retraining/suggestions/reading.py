"""How a classifier of today's examples reads unlabelled questions: trained for it in seconds, on frozen encoders."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.parallel import batched
from data.records import Example
from finetune.arrays import Floats
from finetune.classifier import calibration
from finetune.classifier.predictor import Classifier
from finetune.encoders.tokenization import clean
from finetune.settings import TrainingSettings
from finetune.training.fit import fit
from finetune.training.remembering_reader import RememberingReader

Report = Callable[[int, int], None]
# Questions that are read at a time.
BATCH = 256
# With two intents, how sure to be can't be told: without one of them, nothing is left to compare with.
FEWEST_INTENTS, FEWEST_EXAMPLES = 3, 2


@dataclass(frozen=True)
class Reading:
    """What is known of N questions.

    Attributes:
        vectors: (N, E + D), both encoders' side by side, of length 1.
        intents: C names; none where there are too few examples to learn from.
        probabilities: (N, C).
        right: (N,), the calibrated probability that the likeliest intent is right; low for what was never taught.
        width: D, of e5's part of the vectors, their last columns.
    """

    vectors: Floats
    intents: list[str]
    probabilities: Floats
    right: Floats
    width: int = 0

    @property
    def sentences(self) -> Floats:
        """e5's vectors alone (N, D), of length 1."""
        own = self.vectors[:, self.vectors.shape[1] - self.width :]
        return np.asarray(own / np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def without(self, intents: Collection[str]) -> Reading:
        """The same without some intents: what is likeliest one of those is right with the probability 0."""
        kept = [place for place, intent in enumerate(self.intents) if intent not in intents]
        if len(kept) == len(self.intents):
            return self
        others = np.isin(np.array(self.likeliest, dtype=object), list(intents))
        return replace(
            self,
            intents=[self.intents[place] for place in kept],
            probabilities=self.probabilities[:, kept],
            right=np.where(others, 0, self.right).astype(np.float32),
        )

    @property
    def likeliest(self) -> list[str]:
        """The likeliest intent of each question; empty where there is none."""
        if not self.intents:
            return [""] * len(self.vectors)
        return [self.intents[place] for place in self.probabilities.argmax(axis=1).tolist()]


def read(
    texts: Sequence[str],
    examples: Sequence[Example],
    encoders: Path,
    reader: RememberingReader,
    settings: TrainingSettings | None = None,
    report: Report = lambda done, total: None,
    about: Sequence[Example] = (),
) -> Reading:
    """Trains a classifier on examples and reads texts, at least one, with it.

    Args:
        texts: N questions.
        examples: all that are labelled; intents with fewer than two are left out.
        encoders: where the exported encoders are.
        reader: of the encoders; what it has read isn't read again.
        settings: how to train; mode `quick`.
        report: is called with how many texts are read, and how many there are.
        about: what else says what the examples' intents are about (`finetune.training.fit`).
    """
    reader.report = report
    vectors = joined_vectors(texts, reader)
    usable = worth_learning(examples)
    if len({example.intent for example in usable}) < FEWEST_INTENTS:
        return Reading(vectors, [], np.zeros((len(texts), 0), dtype=np.float32), np.zeros(len(texts), dtype=np.float32), reader.e5.width)
    with tempfile.TemporaryDirectory() as folder:
        fit(usable, Path(folder), encoders, settings or TrainingSettings(), reader=reader, about=about)
        classifier = Classifier.load(Path(folder), encoders)
    classifier.reader = reader
    reader.report = lambda done, total: None
    probabilities, right = [], []
    for batch in batched(texts, BATCH):
        features = classifier.features(batch)
        probabilities.append(np.exp(features.scores))
        right.append(calibration.probability(calibration.evidence(features), classifier.card.calibration.right))
    return Reading(vectors, classifier.card.intents, np.concatenate(probabilities), np.concatenate(right), reader.e5.width)


def joined_vectors(texts: Sequence[str], reader: RememberingReader) -> Floats:
    """Both encoders' vectors of texts side by side (N, E + D), of length 1; where one reads a text badly, the other's counts alone."""
    joined = reader.read_all([clean(text) for text in texts]).joined
    return np.asarray(joined / np.maximum(np.linalg.norm(joined, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def worth_learning(examples: Sequence[Example]) -> list[Example]:
    """The examples of intents that have two at least, each text once."""
    distinct = list(dict.fromkeys(examples))
    counts: dict[str, int] = {}
    for example in distinct:
        counts[example.intent] = counts.get(example.intent, 0) + 1
    return [example for example in distinct if counts[example.intent] >= FEWEST_EXAMPLES]
