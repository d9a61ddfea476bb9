"""Cuts long texts: between paragraphs, else lines, else sentences, else words, and in a word only where it must be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from bot.channels.frame.markup import Run

SENTENCE = r"(?<=[.!?…。！？])[\"')\]”’」』）]*(?:\s+|(?<=[。！？」』）]))"
# Where to cut, the best first, and from what share of the room on: a short first piece is worse than a cut between sentences.
PLACES = [(re.compile(r"\n\s*\n"), 0.5), (re.compile(r"\n"), 0.5), (re.compile(SENTENCE), 0.25), (re.compile(r"[\s，、；,;]+"), 0.1)]

Length = Callable[[Sequence[Run]], int]


def split(runs: Sequence[Run], most: int, length: Length) -> list[list[Run]]:
    """Runs in pieces of `most` at most, by `length`, which grows with the text. Styles go on from piece to piece.

    No text is lost but the blanks at a cut. A text without words is no piece at all.
    """
    text = "".join(run.text for run in runs)
    pieces, start = [], 0
    while start < len(text):
        start += len(text[start:]) - len(text[start:].lstrip())
        end = _cut(text, start, _reach(runs, text, start, most, length))
        if piece := cut(runs, start, start + len(text[start:end].rstrip())):
            pieces.append(piece)
        start = end
    return pieces


def cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """The runs between two positions of the text."""
    ends = list(accumulate(len(run.text) for run in runs))
    found = (
        replace(run, text=run.text[max(0, start - last + len(run.text)) : len(run.text) - max(0, last - end)])
        for run, last in zip(runs, ends)
        if last > start and last - len(run.text) < end
    )
    return [run for run in found if run.text]


def _reach(runs: Sequence[Run], text: str, start: int, most: int, length: Length) -> int:
    """How far a piece can go: the furthest end whose length is allowed, a character at least."""
    low, high = start + 1, min(len(text), start + most)
    while low < high:
        middle = (low + high + 1) // 2
        if length(cut(runs, start, middle)) <= most:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(text: str, start: int, reach: int) -> int:
    if reach >= len(text):
        return len(text)
    for place, share in PLACES:
        # A place may begin where the room ends: the blanks of a cut take none.
        ends = [match.end() for match in place.finditer(text, start, min(len(text), reach + 2)) if match.start() <= reach]
        if ends and ends[-1] - start >= share * (reach - start):
            return ends[-1]
    end = reach
    while end > start + 1 and _joined(text, end):
        end -= 1
    return end if end > start + 1 else reach


def _joined(text: str, place: int) -> bool:
    """Whether what stands on both sides of a place is one sign: an accent, a modifier, a joined emoji, a flag."""
    left, right = text[place - 1], text[place]
    return bool(
        unicodedata.combining(right)
        or unicodedata.category(right) in ("Mn", "Me")
        or "\u200d" in (left, right)
        or "\U0001f3fb" <= right <= "\U0001f3ff"
        or (_regional(left) and _regional(right))
    )


def _regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
