"""The examples that a classifier is trained on: checked, divided into training and held-out ones, and the intents' names added."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from data.errors import DataError
from data.records import Example
from finetune.settings import TrainingSettings

FEWEST_INTENTS = 2
# More held-out examples would tell little more.
MOST_HELD_OUT = 300


def check(examples: Sequence[Example], intents: Sequence[str]) -> None:
    """Raises a `DataError` if there are too few intents, or too few examples of one."""
    if len(intents) < FEWEST_INTENTS:
        raise DataError(f"a classifier needs at least {FEWEST_INTENTS} intents. It got: {', '.join(intents) or 'none'}")
    counts = Counter(example.intent for example in examples)
    if few := [intent for intent in intents if counts[intent] < 2]:
        raise DataError(f"each intent needs at least 2 examples, better 20. With fewer: {', '.join(few)}")


def split(examples: Sequence[Example], settings: TrainingSettings) -> tuple[list[Example], list[Example]]:
    """Training and held-out part, with the same share of each intent and at least one example of it in both."""
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    share = min(settings.validation_share, MOST_HELD_OUT / len(examples))
    shuffle = random.Random(settings.seed).shuffle
    training: list[Example] = []
    held_out: list[Example] = []
    for intent in sorted(by_intent):
        group = sorted(by_intent[intent], key=lambda example: example.text)
        shuffle(group)
        held = max(1, round(len(group) * share))
        held_out += group[:held]
        training += group[held:]
    return training, held_out


def name_examples(intents: Sequence[str]) -> list[Example]:
    """Each intent's name as an example of it, where it has words: with five examples each, that is worth a point and more."""
    words = {intent: " ".join(re.findall(r"[^\W\d_]{2,}", intent)).lower() for intent in intents}
    return [Example(text, intent) for intent, text in words.items() if text]
