"""Whether a message that can be read as several questions is to be answered as several: a logistic regression over both readings.

One of its numbers comes from a linear probe over e5's vectors of the message, its first part and its last one: whether the last one is
a question of its own (“and do you ship to Norway?”), or belongs to what was asked before (“and is there a charge?”), and whether the
first one only tells. Both are made by `python -m bot.retraining.several_fit`. They are taught the ways in which people put things into
one message, which hardly hang on a company's subjects, so that all companies share them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from bot.decisions.log_odds import log_odds
from finetune.arrays import Floats
from retrieval.search.probe import Probe

WEIGHTS = Path(__file__).with_name("asks_several.json")
PROBE = WEIGHTS.with_suffix(".safetensors")
MADE_BY = "python -m bot.retraining.several_fit"
_log_odds = partial(log_odds, least=0.01)
BIAS = "bias"
# From this probability on, each question is answered by itself. Of the messages that it is fitted on, more ask several things than of those
# that customers write; and an answer to what nobody asked does more harm than one that is asked for once more.
ANSWERED_ONE_BY_ONE_AT = 0.65


def features(
    answered: Sequence[float],
    unknown: Sequence[float],
    whole: float,
    said_anyway: bool,
    marks: int,
    shortest: int,
    unmarked: bool,
    asking: int,
    alike: float,
    linked: bool,
    read: float,
) -> dict[str, float]:
    """Both readings of a message as numbers.

    Args:
        answered: how probable each answer to one of the questions is, those without an answer left out.
        unknown: for each question that has none, how probably a person has to answer it.
        whole: how probable the answer to the message as one question is.
        said_anyway: whether that is among the answers to the single questions.
        marks: question marks in the message.
        shortest: tokens of the shortest question.
        unmarked: whether the message shows no boundary between questions, so that they are clauses of it.
        asking: how many of the questions are questions or requests in their words.
        alike: the highest cosine between two of the questions.
        linked: whether it says that something else comes, as “also”.
        read: log-odds that it asks several things, by the vectors (`read_several`).
    """
    return {
        "least": _log_odds(min(answered, default=0.0)),
        "most": _log_odds(max(answered, default=0.0)),
        "unknown": float(len(unknown)),
        "person": _log_odds(min(unknown, default=0.5)),
        "whole": _log_odds(whole),
        "said_anyway": float(said_anyway),
        "marks": float(min(marks, 3)),
        "shortest": math.log1p(shortest),
        "unmarked": float(unmarked),
        "asking": float(asking),
        "alike": alike,
        "linked": float(linked),
        "read": read,
    }


def both_vectors(whole: Floats, first: Floats, last: Floats) -> Floats:
    """What the probe sees (3 D,): e5's vectors (D,) of the message, of its first part and of its last one."""
    return np.concatenate([whole, first, last])


def read_several(vectors: Floats) -> float:
    """Log-odds that a message with these vectors (3 D,), from `both_vectors`, asks several things."""
    return float(Probe.load(PROBE, MADE_BY).log_odds(vectors))


def probability(of: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How probable it is that the message asks several things."""
    return 1 / (1 + math.exp(-weights[BIAS] - sum(weights[name] * value for name, value in of.items())))


def load(path: Path = WEIGHTS) -> Mapping[str, float]:
    """The shipped weights."""
    weights: Mapping[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights


def save(weights: Mapping[str, float], path: Path = WEIGHTS) -> None:
    """Writes weights as `load` reads them."""
    path.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
