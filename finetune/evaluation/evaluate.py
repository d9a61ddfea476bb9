"""How good a classifier is on messages that it hasn't seen: how often right, how honest about it, and what it mixes up."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.records import Example
from finetune.classifier.explain import Faithfulness, Word, explain, faithfulness
from finetune.classifier.predictor import Classifier
from finetune.encoders.tokenization import clean
from finetune.evaluation.metrics import Scores, score
from finetune.evaluation.predictions import Reading, read

# Explaining a message takes a pass for each of its words.
EXPLAINED = 100
PICTURES = 8


@dataclass(frozen=True)
class Picture:
    """A message with what each of its words meant for the reading; `text` is as the classifier read it."""

    text: str
    label: str
    predicted: str
    confidence: float
    decision: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Evaluation:
    """The scores of a classifier on a test, and what its readings hung on.

    Attributes:
        scores: the figures.
        answer_at: the confidence from which on the classifier answers.
        faithfulness: whether the words that explanations name matter, over some of the messages.
        right: some messages that were read rightly.
        wrong: those that were read wrongly, the surest first.
    """

    scores: Scores
    answer_at: float
    faithfulness: Faithfulness
    right: tuple[Picture, ...]
    wrong: tuple[Picture, ...]


def evaluate(
    classifier: Classifier,
    examples: Sequence[Example],
    strange: Sequence[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
    seed: int = 0,
) -> Evaluation:
    """Evaluates a classifier on examples, and on `strange` messages that belong to no intent.

    Examples with a label of `finetune.evaluation.predictions.OUT_OF_SCOPE` are strange, too; they count for accuracy only if
    the classifier was taught that label.
    `progress` is told how many messages of how many are done; `seed` chooses the messages that are explained.

    Raises:
        DataError: there is nothing to test, or a label was never taught.
    """
    readings = read(classifier, examples, strange, progress)
    scores = score(readings, classifier.card.intents)
    lot = random.Random(seed)
    known = [reading for reading in readings if reading.label is not None]
    right = [reading for reading in known if reading.right and " " in reading.text]
    wrong = sorted((reading for reading in known if not reading.right), key=lambda reading: -reading.confidence)
    sample = lot.sample(known, min(EXPLAINED, len(known)))
    return Evaluation(
        scores=scores,
        answer_at=classifier.card.calibration.answer_at,
        faithfulness=faithfulness(classifier, [reading.text for reading in sample], seed),
        right=tuple(_picture(classifier, reading) for reading in lot.sample(right, min(PICTURES, len(right)))),
        wrong=tuple(_picture(classifier, reading) for reading in wrong[:PICTURES]),
    )


def _picture(classifier: Classifier, reading: Reading) -> Picture:
    words = tuple(explain(classifier, reading.text))
    return Picture(clean(reading.text), str(reading.label), reading.predicted, reading.confidence, reading.decision, words)
