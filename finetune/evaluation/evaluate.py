"""How good a classifier is on messages that it hasn't seen: how often right, how honest about it, and what it mixes up."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.records import Example
from finetune.classifier.explain import Faithfulness, Word, explain, faithfulness
from finetune.classifier.predictor import Classifier
from finetune.encoders.tokenization import clean
from finetune.evaluation.metrics import Scores, score
from finetune.evaluation.predictions import EvaluatedMessage, predict_all

# Explaining a message takes a pass for each of its words.
EXPLAINED = 100
PICTURES = 8


@dataclass(frozen=True)
class Picture:
    """A message with what each of its words meant for the prediction; `text` is the cleaned message."""

    text: str
    label: str
    predicted: str
    confidence: float
    decision: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Evaluation:
    """The scores of a classifier on a test, and which words its predictions depend on.

    Attributes:
        scores: the figures.
        answer_at: the confidence from which on the classifier answers.
        faithfulness: whether the words that explanations name matter, over some of the messages.
        right: some messages that were classified rightly.
        wrong: those that were classified wrongly, the surest first.
    """

    scores: Scores
    answer_at: float
    faithfulness: Faithfulness
    right: tuple[Picture, ...]
    wrong: tuple[Picture, ...]


def evaluate(
    classifier: Classifier,
    examples: Sequence[Example],
    out_of_scope: Sequence[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
    seed: int = 0,
) -> Evaluation:
    """Evaluates a classifier on examples, and on `out_of_scope` messages that belong to no intent.

    Examples with a label of `finetune.evaluation.predictions.OUT_OF_SCOPE` are out of scope, too; they count for accuracy only
    if the classifier was taught that label.
    `progress` is told how many messages of how many are done; `seed` chooses the messages that are explained.

    Raises:
        DataError: there is nothing to test, or a label was never taught.
    """
    messages = predict_all(classifier, examples, out_of_scope, progress)
    scores = score(messages, classifier.card.intents)
    rng = random.Random(seed)
    known = [message for message in messages if message.label is not None]
    right = [message for message in known if message.right and " " in message.text]
    wrong = sorted((message for message in known if not message.right), key=lambda message: -message.confidence)
    sample = rng.sample(known, min(EXPLAINED, len(known)))
    return Evaluation(
        scores=scores,
        answer_at=classifier.card.calibration.answer_at,
        faithfulness=faithfulness(classifier, [message.text for message in sample], seed),
        right=tuple(_picture(classifier, message) for message in rng.sample(right, min(PICTURES, len(right)))),
        wrong=tuple(_picture(classifier, message) for message in wrong[:PICTURES]),
    )


def _picture(classifier: Classifier, message: EvaluatedMessage) -> Picture:
    words = tuple(explain(classifier, message.text))
    return Picture(clean(message.text), str(message.label), message.predicted, message.confidence, message.decision, words)
