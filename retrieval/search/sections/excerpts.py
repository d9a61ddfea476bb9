"""What of a long section answers a question: the neighbouring sentences that meet it best, token by token."""

import numpy as np
from numpy.typing import NDArray

from data.languages import HAN, sentences_of
from retrieval.search.entries import Query
from retrieval.search.late_interaction import SCALE, TokenTexts
from retrieval.vectors.interface import Floats

# Shorter sections are quoted whole.
SHORT, SHORT_CHINESE = 400, 160
# What is left out at the ends costs no more of how well the excerpt meets the question.
SLACK = 0.01


def excerpt(query: Query, text: str, tokens: TokenTexts) -> str:
    """The part of a section that answers the question; all of it if it is short.

    Args:
        query: the question.
        text: the section, its paragraphs between empty lines.
        tokens: reads the sentences.
    """
    longest = SHORT_CHINESE if HAN.search(text) else SHORT
    if len(text) <= longest:
        return text
    units = _units(text, longest)
    best = np.stack([_met(query, each.states) for each in tokens.of([unit for unit, _ in units])])  # (U, T)
    weights = query.token_weights / query.token_weights.sum()
    windows = [
        (float(weights @ best[start:end].max(axis=0)), -_length(units, start, end), start, end)
        for start in range(len(units))
        for end in range(start + 1, len(units) + 1)
        if end == start + 1 or _length(units, start, end) <= longest
    ]
    most = max(met for met, *_ in windows)
    _, _, start, end = max((window for window in windows if window[0] >= most - SLACK), key=lambda window: window[1])
    return _joined(units, start, end)


def _met(query: Query, states: NDArray[np.int8]) -> Floats:
    """How well each token of the question is met by a sentence's nearest one (T,)."""
    if not len(states):
        return np.zeros(len(query.reading.states), dtype=np.float32)
    return np.asarray((query.reading.states @ states.astype(np.float32).T / SCALE).max(axis=1), dtype=np.float32)


def _units(text: str, longest: int) -> list[tuple[str, str]]:
    """What isn't torn apart, each with the gap before it: sentences; a list with the sentence that leads to it, if it isn't long."""
    units: list[tuple[str, str]] = []
    for block in text.split("\n\n"):
        listed = "\n" in block
        introduced = listed and units and units[-1][0].endswith((":", "："))
        if introduced and len(units[-1][0]) + len(block) <= longest:
            units[-1] = (f"{units[-1][0]}\n{block}", units[-1][1])
            continue
        pieces = [block] if listed and len(block) <= longest else block.split("\n") if listed else sentences_of(block)
        inner = "\n" if listed else "" if HAN.search(block) else " "
        units += [(piece, inner if place else "\n\n") for place, piece in enumerate(pieces)]
    return units


def _length(units: list[tuple[str, str]], start: int, end: int) -> int:
    return sum(len(unit) + len(gap) for unit, gap in units[start:end])


def _joined(units: list[tuple[str, str]], start: int, end: int) -> str:
    return units[start][0] + "".join(f"{gap}{unit}" for unit, gap in units[start + 1 : end])
