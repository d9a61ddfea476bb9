"""Makes training examples look like what customers write: with chatter around the question, and with typing errors."""

import random

from data.script import language_of
from finetune.chatter import CHINESE, ENGLISH


def distract(text: str, chance: random.Random) -> str:
    """Puts one or two sentences of chatter before the text, after it, or on both sides."""
    pool = CHINESE if language_of(text) == "zh" else ENGLISH
    before, after = chance.choice([(1, 0), (2, 0), (0, 1), (1, 1)])
    return " ".join([*chance.sample(pool, before), text, *chance.sample(pool, after)])


def mistype(text: str, chance: random.Random) -> str:
    """One error in about 15 characters: neighbours swapped, or a letter left out; at times no capitals, no punctuation."""
    letters = list(text)
    for _ in range(max(1, round(len(text) / 15))):
        if len(letters) < 3:
            break
        place = chance.randrange(len(letters) - 1)
        if chance.random() < 0.5:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        else:
            del letters[place]
    mistyped = "".join(letters)
    if chance.random() < 0.5:
        mistyped = "".join(letter for letter in mistyped.lower() if letter not in ".,!?;:'\"")
    return mistyped


def augment(text: str, distraction: float, typos: float, chance: random.Random) -> str:
    """The text as another customer might have sent it: distracted and mistyped, each with its probability."""
    if chance.random() < typos:
        text = mistype(text, chance) or text
    return distract(text, chance) if chance.random() < distraction else text
