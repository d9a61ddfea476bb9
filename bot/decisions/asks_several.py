"""Whether a message that can be read as several questions is to be answered as several: a logistic regression over both readings.

Its weights are made by `python -m bot.retraining.several_fit`. They say nothing of a company's subjects, so that all companies share them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from bot.decisions.log_odds import log_odds

WEIGHTS = Path(__file__).with_name("asks_several.json")
_log_odds = partial(log_odds, least=0.01)
BIAS = "bias"
# From this probability on, each question is answered by itself.
ANSWERED_ONE_BY_ONE_AT = 0.5


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
    **more: float,
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
        **more,
    }


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
