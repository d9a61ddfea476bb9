"""What a system took for personal data, set against where it stands: recall by kind, and precision."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.redaction.canaries import Canary
from data.records import AGENT, CUSTOMER
from data.redaction.names import mask_names, names_in
from data.redaction.patterns import redact

MASK = re.compile(r"\[[a-z]+\]")
# Of an address, street and number make most; what else was written (a district, a flat) is nobody's alone. All else must go whole.
ENOUGH = {"address": 0.6}
# A span is right if so much of it is personal data: “Mr” before a name, a bracket or a blank behind a number may go with it.
RIGHT = 0.5
Span = tuple[int, int]


@dataclass(frozen=True)
class Score:
    """Shares, from 0 to 1; the misses and false alarms themselves."""

    recall: dict[str, float]
    structured: float
    names: float
    precision: float
    missed: list[Canary]
    alarms: list[tuple[Canary, str]]


def masked(text: str) -> str:
    """A text as the import leaves it, whoever said it."""
    redacted = redact(text).text
    return mask_names(redacted, {*names_in(redacted, AGENT), *names_in(redacted, CUSTOMER)})[0]


def heed(texts: Iterable[str]) -> Iterator[list[Span]]:
    """Where Heed's redaction puts its marks in each text."""
    for text in texts:
        yield spans(text, masked(text))


def spans(text: str, redacted: str) -> list[Span]:
    """What of a text marks in brackets stand for."""
    match = re.fullmatch("(.+?)".join(re.escape(part) for part in MASK.split(redacted)), text, re.DOTALL)
    if match is None:
        raise ValueError(f"no marks in brackets make {text!r} of {redacted!r}")
    return [match.span(group) for group in range(1, len(match.groups()) + 1)]


def score(canaries: Sequence[Canary], found: Iterable[list[Span]]) -> Score:
    """Recall and precision of what was found in each text."""
    hits: dict[str, list[bool]] = defaultdict(list)
    counts: Counter[bool] = Counter()
    missed, alarms = [], []
    for canary, places in zip(canaries, found, strict=True):
        if canary.kind:
            hits[canary.kind].append(_covered(canary, places) >= ENOUGH.get(canary.kind, 1.0))
            if not hits[canary.kind][-1]:
                missed.append(canary)
        for start, end in places:
            right = min(end, canary.end) - max(start, canary.start) >= RIGHT * (end - start)
            counts[right] += 1
            if not right:
                alarms.append((canary, canary.text[start:end]))
    names = [hit for kind in ("name", "title") for hit in hits[kind]]
    structured = [hit for kind, each in hits.items() if kind not in ("name", "title") for hit in each]
    return Score(
        {kind: _share(each) for kind, each in sorted(hits.items())},
        _share(structured),
        _share(names),
        counts[True] / max(1, counts.total()),
        missed,
        alarms,
    )


def _share(hits: list[bool]) -> float:
    return sum(hits) / max(1, len(hits))


def _covered(canary: Canary, places: list[Span]) -> float:
    """How much of the letters and digits of a canary lies in the places."""
    signs = [position for position in range(canary.start, canary.end) if canary.text[position].isalnum()]
    return sum(any(start <= position < end for start, end in places) for position in signs) / len(signs)
