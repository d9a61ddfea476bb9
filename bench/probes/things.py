"""Which tokens name a thing: labelled by lists of words for goods in six languages (`things.tsv`), in the sample shop's texts."""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.components.learning import reviewed_questions
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from data.mining.mine_logs import mine_logs
from finetune.encoders.e5.encoder import E5Encoder, TokenStates
from retrieval.search.probe import Probe
from retrieval.search.quoting import Names
from retrieval.vectors.interface import Bools, Floats

WORDS = Path(__file__).with_name("things.tsv")
WORD = re.compile(r"[^\W\d_]+")
# Languages that put no blanks between words: there, a word may stand anywhere.
UNSPACED = ("zh", "ja")
# Longer past questions tell stories.
LONGEST = 250
# Chosen by cross-validation; so many parts of the words are left out in turn.
C, PARTS = 30.0, 5
# A token is taken to name a thing from this probability on, where the probe is measured.
SURE = 0.3


class Labels:
    """The words for things."""

    def __init__(self, names: Sequence[str]) -> None:
        rows = dict(line.split("\t") for line in WORDS.read_text(encoding="utf-8").splitlines())
        self.words = {*names, *(word for language, words in rows.items() if language not in UNSPACED for word in words.split())}
        unspaced = sorted({word for language in UNSPACED for word in rows[language].split()}, key=len, reverse=True)
        self.unspaced = re.compile("|".join(map(re.escape, unspaced)))

    def of(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where the words for things stand in a text, and which they are."""
        for found in self.unspaced.finditer(text):
            yield found.start(), found.end(), found.group()
        for found in WORD.finditer(text):
            word = found.group().casefold()
            if (bare := word.removeprefix("ال")) in self.words:
                yield found.start(), found.end(), bare


def texts(workspace: Workspace) -> tuple[list[str], list[str]]:
    """What customers write, each once, and the names of the company's things."""
    pairs = mine_logs(workspace.logs).pairs
    questions = [question.text for question in reviewed_questions(workspace)]
    examples = [example.text for example in read_examples(workspace.data / "nlu")]
    asked = [pair.question for pair in pairs if len(pair.question) < LONGEST]
    return list(dict.fromkeys([*questions, *examples, *asked])), sorted(Names.learn(pairs).kinds)


def fit(workspace: Workspace, encoder: E5Encoder) -> tuple[Probe, str]:
    """The probe, and what came of it for words that it hadn't seen."""
    asked, names = texts(workspace)
    labels = Labels(names)
    read = list(encoder.read_all(asked))
    words = [word for text, each in zip(asked, read) for word in _labelled(" ".join(text.split()), each, labels)]
    states = np.concatenate([each.states for each in read])  # (N, D)
    things = np.array([word != "" for word in words])
    lot = random.Random(1)
    part_of = {word: lot.randrange(PARTS) for word in sorted(set(words) - {""})}
    parts = np.array([part_of[word] if word else lot.randrange(PARTS) for word in words])
    sure = np.zeros(len(words), dtype=np.bool_)
    for part in range(PARTS):
        sure[parts == part] = _regression(states[parts != part], things[parts != part]).predict_proba(states[parts == part])[:, 1] >= SURE
    found, false = float(sure[things].mean()), float(sure[~things].mean())
    whole = _regression(states, things)
    report = f"{len(part_of)} words for things: {found:.1%} of their tokens are told where the word was left out, {false:.1%} of all others"
    return Probe(whole.coef_[0], float(whole.intercept_[0])), report


def _labelled(text: str, read: TokenStates, labels: Labels) -> Iterator[str]:
    """For each token the word for a thing that it belongs to; empty for all others."""
    places = list(labels.of(text))
    for start, end in read.offsets.tolist():
        yield next((word for first, last, word in places if start < last and end > first), "")


def _regression(states: Floats, things: Bools) -> LogisticRegression:
    return LogisticRegression(C=C, max_iter=300).fit(states, things)
