"""Why a message got its intent: where the attention looked, and which words the prediction depends on.

Attention says where the pooling looked, not what mattered (Jain & Wallace 2019, “Attention is not Explanation”). So a second
measure stands beside it: how much the first intent's probability falls when a word is left out (occlusion; Li et al. 2016,
“Understanding Neural Networks through Representation Erasure”). It needs no gradients, so serving can give it, and what it
measures is what the whole classifier does, the members of the ensemble beside the network included.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from finetune.classifier.prediction import Prediction
from finetune.classifier.predictor import Classifier
from finetune.encoders.tokenization import clean

# Words with their apostrophes; each Han character is one, since they stand without blanks.
WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:['’][^\W_\u3400-\u9fff]+)*")


@dataclass(frozen=True)
class Word:
    """One word of a message.

    Attributes:
        text: as it was written.
        start: where it begins in the cleaned message.
        attention: the share of the attention that fell on it, mean over heads; all words and marks of a message sum up to at most 1.
        effect: how much the first intent's probability falls without it; negative if it spoke for another.
    """

    text: str
    start: int
    attention: float
    effect: float


def explain(classifier: Classifier, message: str, prediction: Prediction | None = None) -> list[Word]:
    """The words of a message with the attention and the effect of each; `prediction` is the message's, where there is one already."""
    prediction = prediction or classifier.predict(message)
    text = clean(message)
    spans = _words(text)
    if not spans:
        return []
    weight = prediction.attention.mean(axis=0)  # (T,)
    shares = [
        sum(float(weight[token]) for token, (begins, ends) in enumerate(prediction.offsets) if ends and begins < end and ends > start)
        for start, end in spans
    ]
    intent = classifier.card.intents.index(prediction.intent)
    without = classifier.probabilities([_without(text, [span]) for span in spans])[:, intent]  # (W,)
    whole = prediction.ranking[0][1]
    return [
        Word(text[start:end], start, round(share, 4), round(whole - float(left), 4))
        for (start, end), share, left in zip(spans, shares, without)
    ]


@dataclass(frozen=True)
class Faithfulness:
    """How much the first intent's probability falls, mean over messages, when a fifth of the words is left out.

    Attributes:
        attention: those that got most attention.
        effect: those with the largest effect.
        random: words chosen at random.
    """

    attention: float
    effect: float
    random: float


def faithfulness(classifier: Classifier, messages: Sequence[str], seed: int = 0) -> Faithfulness:
    """Whether leaving out the words that an explanation names changes the prediction more than leaving out others; `seed` chooses those."""
    rng = random.Random(seed)
    falls: list[tuple[float, float, float]] = []
    for message in messages:
        prediction = classifier.predict(message)
        words = explain(classifier, message, prediction)
        if len(words) < 3:
            continue
        text, count = clean(message), max(1, round(len(words) / 5))
        chosen = [
            sorted(words, key=lambda word: -word.attention)[:count],
            sorted(words, key=lambda word: -word.effect)[:count],
            rng.sample(words, count),
        ]
        shortened = [_without(text, [(word.start, word.start + len(word.text)) for word in left_out]) for left_out in chosen]
        left = classifier.probabilities(shortened)[:, classifier.card.intents.index(prediction.intent)]
        attention, effect, by_chance = (prediction.ranking[0][1] - float(probability) for probability in left)
        falls.append((attention, effect, by_chance))
    means = np.mean(falls, axis=0) if falls else np.zeros(3)
    return Faithfulness(*(round(float(mean), 4) for mean in means))


def _words(text: str) -> list[tuple[int, int]]:
    return [(found.start(), found.end()) for found in WORD.finditer(text)]


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return clean(text)
