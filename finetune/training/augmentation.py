"""Makes training examples look like what customers write: with chatter around the question, and with typing errors."""

import random
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from finetune.encoders.tokenization import clean
from finetune.training.chatter import chatter_for

# Sentences of chatter before and after the question; one and two are what most customers write.
PLACES = [(1, 0), (1, 0), (0, 1), (1, 1), (1, 1), (2, 0), (2, 1)]
# One typing error in so many characters, at least and at most: most customers make few.
FEWEST, MOST = 25, 8
# How customers shorten words.
ABBREVIATIONS = {
    "please": "pls",
    "you": "u",
    "your": "ur",
    "are": "r",
    "because": "cos",
    "account": "acct",
    "number": "no",
    "thanks": "thx",
    "transaction": "txn",
    "and": "n",
    "with": "w/",
    "received": "recvd",
    "before": "b4",
    "to": "2",
    "for": "4",
}


class Shown(NamedTuple):
    """An example as it is shown in training: a clean text, and where in it the customer's own question stands."""

    text: str
    start: int
    end: int


def show(text: str, distraction: float, typos: float, chance: random.Random) -> Shown:
    """The text as another customer might have sent it: mistyped and distracted, each with its probability."""
    text = clean(text)
    if chance.random() < typos:
        text = clean(mistype(text, chance)) or text
    return distract(text, chance) if chance.random() < distraction else Shown(text, 0, len(text))


def distract(text: str, chance: random.Random) -> Shown:
    """Puts sentences of chatter before a clean text, after it, or on both sides."""
    pool = chatter_for(text)
    before, after = chance.choice(PLACES)
    opening = clean(" ".join(chance.sample(pool, before)))
    closing = clean(" ".join(chance.sample(pool, after)))
    start = len(opening) + 1 if opening else 0
    return Shown(f"{opening} {text} {closing}".strip(), start, start + len(text))


def mistype(text: str, chance: random.Random) -> str:
    """Typing errors, at times shortened words, no capitals, no punctuation."""
    if chance.random() < 0.2:
        text = " ".join(ABBREVIATIONS.get(word, word) for word in text.split(" "))
    letters = list(text)
    for _ in range(max(1, round(len(text) / chance.uniform(MOST, FEWEST)))):
        if len(letters) < 3:
            break
        chance.choices([_swap, _drop, _double, _neighbour, _join], weights=[38, 38, 8, 8, 8])[0](letters, chance)
    mistyped = "".join(letters)
    if chance.random() < 0.3:
        mistyped = "".join(letter for letter in mistyped.lower() if letter not in ".,!?;:'\"")
    return mistyped


def _swap(letters: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(letters) - 1)
    letters[place], letters[place + 1] = letters[place + 1], letters[place]


def _drop(letters: list[str], chance: random.Random) -> None:
    del letters[chance.randrange(len(letters))]


def _double(letters: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(letters))
    letters.insert(place, letters[place])


def _neighbour(letters: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(letters))
    if near := KEYBOARD.get(letters[place].lower()):
        letters[place] = chance.choice(near)


def _join(letters: list[str], chance: random.Random) -> None:
    if blanks := [place for place, letter in enumerate(letters) if letter == " "]:
        del letters[chance.choice(blanks)]


def _neighbours() -> dict[str, list[str]]:
    """The keys left and right of each key on an English keyboard."""
    near: dict[str, list[str]] = defaultdict(list)
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm"):
        for left, right in pairwise(row):
            near[left].append(right)
            near[right].append(left)
    return dict(near)


KEYBOARD = _neighbours()
