"""Makes training examples look like what customers write: with chatter around the question, and with typing errors."""

import random
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from finetune.encoders.tokenization import clean
from finetune.training.chatter import chatter_for

# How many sentences of chatter stand before and after the question; one and two are what most customers write.
AROUND = [(1, 0), (1, 0), (0, 1), (1, 1), (1, 1), (2, 0), (2, 1)]
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


class Augmented(NamedTuple):
    """An example as it is shown in training: a clean text, and the span in it of the customer's own question."""

    text: str
    start: int
    end: int


def augment(text: str, distraction: float, typos: float, rng: random.Random) -> Augmented:
    """The text as another customer might have sent it: with typing errors and with chatter, each with its probability."""
    text = clean(text)
    if rng.random() < typos:
        text = clean(mistype(text, rng)) or text
    return distract(text, rng) if rng.random() < distraction else Augmented(text, 0, len(text))


def distract(text: str, rng: random.Random) -> Augmented:
    """Puts sentences of chatter before a clean text, after it, or on both sides."""
    pool = chatter_for(text)
    before, after = rng.choice(AROUND)
    opening = clean(" ".join(rng.sample(pool, before)))
    closing = clean(" ".join(rng.sample(pool, after)))
    start = len(opening) + 1 if opening else 0
    return Augmented(f"{opening} {text} {closing}".strip(), start, start + len(text))


def mistype(text: str, rng: random.Random) -> str:
    """Puts typing errors into a text; at times it also shortens words, or leaves out capitals and punctuation."""
    if rng.random() < 0.2:
        text = " ".join(ABBREVIATIONS.get(word, word) for word in text.split(" "))
    letters = list(text)
    for _ in range(max(1, round(len(text) / rng.uniform(MOST, FEWEST)))):
        if len(letters) < 3:
            break
        rng.choices([_swap, _drop, _double, _neighbour, _join], weights=[38, 38, 8, 8, 8])[0](letters, rng)
    mistyped = "".join(letters)
    if rng.random() < 0.3:
        mistyped = "".join(letter for letter in mistyped.lower() if letter not in ".,!?;:'\"")
    return mistyped


def _swap(letters: list[str], rng: random.Random) -> None:
    index = rng.randrange(len(letters) - 1)
    letters[index], letters[index + 1] = letters[index + 1], letters[index]


def _drop(letters: list[str], rng: random.Random) -> None:
    del letters[rng.randrange(len(letters))]


def _double(letters: list[str], rng: random.Random) -> None:
    index = rng.randrange(len(letters))
    letters.insert(index, letters[index])


def _neighbour(letters: list[str], rng: random.Random) -> None:
    index = rng.randrange(len(letters))
    if keys := KEYBOARD.get(letters[index].lower()):
        letters[index] = rng.choice(keys)


def _join(letters: list[str], rng: random.Random) -> None:
    if blanks := [index for index, letter in enumerate(letters) if letter == " "]:
        del letters[rng.choice(blanks)]


def _neighbours() -> dict[str, list[str]]:
    """The keys left and right of each key on an English keyboard."""
    keys: dict[str, list[str]] = defaultdict(list)
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm"):
        for left, right in pairwise(row):
            keys[left].append(right)
            keys[right].append(left)
    return dict(keys)


KEYBOARD = _neighbours()
