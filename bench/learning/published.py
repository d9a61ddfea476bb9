"""The setting in which new-intent discovery is published: 75 % of the intents known, 10 % of their questions labelled, the rest unlabelled.

As in the papers, the number of intents is given, nobody decides anything, and accuracy is over the test questions of all intents after
the groups were matched with them (Hungarian algorithm; Zhang et al. 2021, “Discovering New Intents with Deep Aligned Clustering”).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.intents.data import Dataset
from bench.learning.hidden import Hidden
from bench.results import Result
from bot.retraining.suggestions.grouping import Rows, grouped
from bot.retraining.suggestions.reading import Reading, read
from data.records import Example
from finetune.arrays import Ids
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.fit import fit
from finetune.training.remembering_reader import RememberingReader

KNOWN, LABELLED = 0.75, 0.1
# Accuracies that were published, in per cent: DeepAligned (AAAI 2021) and USNID (TKDE 2023, semi-supervised).
PUBLISHED = {"clinc150": {"DeepAligned": 86.5, "USNID": 90.4}, "banking77": {"DeepAligned": 64.9, "USNID": 78.4}}
# Each time, all is grouped anew by what was learnt from the groups of before.
ROUNDS = 2
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
    """Training examples for all intents: those that are labelled, and the cores of groups under the intent that each was matched with."""
    texts = [example.text for example in (*truth.labelled, *truth.log)]
    given = np.arange(len(truth.labelled))
    examples = truth.labelled
    for number in range(ROUNDS):
        reading = read(texts, examples, encoders, reader)
        if number == 0:
            reading = _certain(reading, truth.labelled)
        nothing = np.zeros((0, reading.vectors.shape[1]), dtype=np.float32)
        groups = grouped(reading, np.arange(len(texts)), nothing, count)
        names = _named(groups, truth.labelled, given)
        examples = list(truth.labelled)
        for group, name in zip(groups, names):
            examples += [Example(texts[row], name) for row in group.rows.tolist() if row >= len(given)]
        print(f"round {number + 1}: {len(groups)} groups, {sum(name.startswith(NEW) for name in names)} new", flush=True)
    return examples


def _certain(reading: Reading, labelled: Sequence[Example]) -> Reading:
    """The same, with the labels that are known in place of what was read."""
    probabilities = reading.probabilities.copy()
    for row, example in enumerate(labelled):
        probabilities[row] = 0.0
        probabilities[row, reading.intents.index(example.intent)] = 1.0
    return Reading(reading.vectors, reading.intents, probabilities, reading.right, reading.width)


def _named(groups: Sequence[Rows], labelled: Sequence[Example], given: Ids) -> list[str]:
    """The intent of each group: that of most of the labelled questions in it, one group each as far as it goes; else a new one."""
    from scipy.optimize import linear_sum_assignment

    intents = sorted({example.intent for example in labelled})
    counts = np.zeros((len(groups), len(intents)))
    for place, group in enumerate(groups):
        inside = Counter(labelled[row].intent for row in group.rows.tolist() if row < len(given))
        for intent, count in inside.items():
            counts[place, intents.index(intent)] = count
    names = [f"{NEW}{place}" for place in range(len(groups))]
    for place, intent in zip(*linear_sum_assignment(-counts)):
        if counts[place, intent] > 0:
            names[place] = intents[intent]
    for place in range(len(groups)):  # a second group of the same intent
        if names[place].startswith(NEW) and counts[place].sum() > 1:
            names[place] = intents[int(counts[place].argmax())]
    return names


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
