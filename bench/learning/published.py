"""The setting in which new-intent discovery is published: 75 % of the intents known, 10 % of their questions labelled, the rest unlabelled.

As in the papers, the number of intents is given, nobody decides anything, and accuracy is over the test questions of all intents after
the groups were matched with them (Hungarian algorithm; Zhang et al. 2021, “Discovering New Intents with Deep Aligned Clustering”).
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.intents.data import Dataset
from bench.learning.hidden import Hidden
from bench.learning.seeded_means import seeded_means, unit
from bench.results import Result
from bot.retraining.suggestions.grouping import side_by_side
from bot.retraining.suggestions.reading import joined_vectors, read
from data.records import Example
from finetune.arrays import Floats, Ids
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.fit import fit
from finetune.training.remembering_reader import RememberingReader

KNOWN, LABELLED = 0.75, 0.1
# Accuracies that were published, in per cent: DeepAligned (AAAI 2021) and USNID (TKDE 2023, semi-supervised).
PUBLISHED = {"clinc150": {"DeepAligned": 86.5, "USNID": 90.4}, "banking77": {"DeepAligned": 64.9, "USNID": 78.4}}
# Of each group's questions, and of those read as one intent, this share is learnt: the surest.
SUREST = 0.75
NEW = "new "


def published(dataset: Dataset, seed: int, encoders: Path, reader: RememberingReader) -> Iterator[Result]:
    """Heed's accuracy beside the published ones."""
    intents = sorted({intent for _, intent in dataset.train})
    truth = Hidden.of(dataset.train, round((1 - KNOWN) * len(intents)), LABELLED, seed)
    found = _discovered(truth, len(intents), encoders, reader)
    predicted = _predicted(found, [text for text, _ in dataset.test], encoders, reader)
    wanted = [intent for _, intent in dataset.test]
    matched = _matched(predicted, wanted)
    known = [right for right, intent in zip(matched, wanted) if intent not in truth.hidden]
    new = [right for right, intent in zip(matched, wanted) if intent in truth.hidden]
    test, setting = f"{dataset.name}, new-intent discovery", "75 % known, 10 % labelled"
    figures = PUBLISHED[dataset.name]
    accuracy = 100 * float(np.mean(matched))
    yield Result(test, "accuracy", accuracy, "%", f"> {figures['DeepAligned']}", accuracy > figures["DeepAligned"], "heed", setting, seed)
    yield Result(test, "accuracy on known intents", 100 * float(np.mean(known)), "%", condition=setting, seed=seed)
    yield Result(test, "accuracy on new intents", 100 * float(np.mean(new)), "%", condition=setting, seed=seed)
    for system, figure in figures.items():
        yield Result(test, "accuracy", figure, "%", system=system, condition=setting)


def _discovered(truth: Hidden, count: int, encoders: Path, reader: RememberingReader) -> list[Example]:
    """Training examples for all intents: what is labelled, and the surest questions of each group, a known intent's or a new one."""
    texts = [example.text for example in truth.log]
    reading = read(texts, truth.labelled, encoders, reader)
    intents = [each.intent for each in truth.labelled]
    own = np.eye(len(reading.intents), dtype=np.float32)[[reading.intents.index(intent) for intent in intents]]
    labelled = side_by_side(joined_vectors([each.text for each in truth.labelled], reader), own)
    unlabelled = side_by_side(reading.vectors, reading.probabilities)
    nearest, margin = seeded_means(unit(labelled), intents, unit(unlabelled), count - len(reading.intents))
    names = [*reading.intents, *(f"{NEW}{number}" for number in range(count - len(reading.intents)))]
    groups = [(name, _surest_of(np.flatnonzero(nearest == place), margin)) for place, name in enumerate(names)]
    return [*truth.labelled, *(Example(texts[row], name) for name, rows in groups for row in rows.tolist())]


def _surest_of(rows: Ids, sureness: Floats) -> Ids:
    return rows[np.argsort(-sureness[rows], kind="stable")][: math.ceil(SUREST * len(rows))]


def _predicted(examples: Sequence[Example], texts: Sequence[str], encoders: Path, reader: RememberingReader) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        fit(examples, Path(folder), encoders, TrainingSettings(), reader=reader)
        classifier = Classifier.load(Path(folder), encoders)
    classifier.reader = reader
    batches = [classifier.probabilities(list(texts[at : at + 256])).argmax(axis=1) for at in range(0, len(texts), 256)]
    return [classifier.card.intents[place] for batch in batches for place in batch.tolist()]


def _matched(predicted: Sequence[str], wanted: Sequence[str]) -> list[bool]:
    """Which predictions are right once each predicted group stands for one intent, in the way that makes most of them right."""
    from scipy.optimize import linear_sum_assignment

    groups, intents = sorted(set(predicted)), sorted(set(wanted))
    counts = np.zeros((len(groups), len(intents)))
    for mine, right in zip(predicted, wanted):
        counts[groups.index(mine), intents.index(right)] += 1
    stands_for = {groups[mine]: intents[right] for mine, right in zip(*linear_sum_assignment(-counts))}
    return [stands_for.get(mine) == right for mine, right in zip(predicted, wanted)]
