"""Examples asked as if they had never been seen: what a decision is fitted on.

Each example is in one of five parts. The regressions that read it were fitted on the other four, and its own tokens and vectors are left
out of what it is compared with. The encoders are frozen, so each text is read once. A fine-tuned network can't be trained anew for each
part, so it has no say: what is predicted is what mode `quick` would predict.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from data.records import Example
from finetune.arrays import Ids, Labels
from finetune.classifier import calibration
from finetune.classifier.calibration import Features
from finetune.classifier.composition import Composition, LeftOut, compose
from finetune.classifier.ensemble import fit_weights
from finetune.classifier.late_interaction import ExampleStates
from finetune.classifier.members import Members, Regressions, largest_left_out_logits
from finetune.classifier.prediction import Looked, Prediction, named, predicted
from finetune.classifier.similarity import choose_examples
from finetune.encoders.reading import Readings
from finetune.encoders.tokenization import clean
from finetune.settings import TrainingSettings
from finetune.training.examples import check
from finetune.training.remembering_reader import RememberingReader

PARTS = 5
# Nobody looked at where the attention would fall.
UNSEEN = Looked([], [], np.zeros((1, 0), dtype=np.float32))


def cross_fit(
    examples: Sequence[Example],
    encoders: Path,
    settings: TrainingSettings,
    reader: RememberingReader | None = None,
    about: Sequence[Example] = (),
) -> list[Prediction]:
    """What a classifier that is trained on the examples would predict for each of them, had it never seen it.

    Args:
        examples: texts with their intents; at least two intents, and two examples of each.
        encoders: where the exported encoders are; they are made if they aren't there.
        settings: how to train; `encoder`, `strength`, `target_precision` and `seed` count.
        reader: the encoders, if the caller has loaded them already; what it has read isn't read again.
        about: as `finetune.training.fit.fit` takes them: each part is fitted on them, too, and none is asked. One with the words of an
            example is left out where that example is asked.

    Returns:
        for each example a prediction, without attention.

    Raises:
        DataError: the examples are too few.
        ModelError: an encoder can't be loaded.
    """
    intents = sorted({example.intent for example in examples})
    check(examples, intents)
    reader = RememberingReader.load(encoders, settings.encoder) if reader is None else reader
    known = [*examples, *about]
    texts = [clean(example.text) for example in known]
    labels = np.array([intents.index(example.intent) for example in known], dtype=np.int64)
    readings = reader.read_all(texts)
    asked = np.arange(len(examples))
    parts = _parts(texts[: len(examples)], settings.seed)
    compositions = list(_compositions(texts, labels, readings, intents, parts, settings))
    log_probabilities = np.concatenate([each.log_probabilities for each in compositions], axis=1)  # (E, N, C), in the parts' order
    order = np.concatenate(parts)
    weights = fit_weights(log_probabilities, readings.foreign[order], labels[order])
    features = [each.features(weights) for each in compositions]
    all_features = Features(*(np.concatenate(each) for each in zip(*features)))
    left_out = largest_left_out_logits(readings, labels, readings.part(asked), labels[asked], len(intents), settings.seed)
    sure = calibration.fit(all_features, labels[order], left_out[order], settings.target_precision)
    found: dict[int, Prediction] = {}
    for part, composition, of_part in zip(parts, compositions, features):
        for row, example in enumerate(part.tolist()):
            found[example] = predicted(composition, row, of_part, intents, sure, UNSEEN)
    return [found[example] for example in range(len(examples))]


def _compositions(
    texts: Sequence[str], labels: Labels, readings: Readings, intents: Sequence[str], parts: Sequence[Ids], settings: TrainingSettings
) -> Iterator[Composition]:
    """What is known of each part's examples, as if they had never been seen; the texts in no part are only learnt from."""
    same: dict[str, list[int]] = defaultdict(list)
    for example, text in enumerate(texts):
        same[text].append(example)
    kept, positions = choose_examples(labels, len(intents), settings.seed)
    states = ExampleStates.of(readings.tokens, labels, len(intents))
    kept_texts = np.array([texts[example] for example in kept], dtype=object)
    for part in parts:
        own = [texts[example] for example in part]
        others = np.setdiff1d(np.arange(len(texts)), [twin for text in own for twin in same[text]])
        fitted_on = [texts[example] for example in others]
        regressions = Regressions.fit(fitted_on, labels[others], readings.part(others), len(intents), settings.strength)
        members = Members.of(regressions, readings, kept, positions)
        left_out = LeftOut([same[text] for text in own], np.stack([kept_texts == text for text in own]))
        yield compose(own, readings.part(part), members, states, named(intents), left_out=left_out)


def _parts(texts: Sequence[str], seed: int) -> list[Ids]:
    """The examples' positions in parts; those with the same text are in the same one."""
    distinct = sorted(set(texts))
    part_of = dict(zip(distinct, np.random.default_rng(seed).permutation(len(distinct)) % PARTS))
    chosen = np.array([part_of[text] for text in texts])
    return [part for number in range(PARTS) if len(part := np.flatnonzero(chosen == number))]
