"""Runs patterns over hard texts, by the clock of the processor; what hangs is ended."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from random import Random
from types import FrameType

from bench.patterns.collecting import ALL_THROUGH, Found
from bench.patterns.inputs import texts

# In seconds of the processor, by the length of the text.
BUDGET = {4_000: 0.05, 16_000: 0.25}
# A slow run is tried again: the machine's cores have other work, too.
AGAIN = 2
HANGS_S = 3.0


@dataclass(frozen=True)
class Trial:
    """How long one pattern or function took over one text."""

    what: str
    way: str
    text: str
    seconds: float


class _HangError(Exception):
    """It takes longer than anybody would wait."""


def trials(found: Found, length: int, count: int, seed: int) -> Iterator[Trial]:
    """A pattern's times, each as the product uses it, over `count` texts."""
    random = Random(f"{seed} {found.pattern.pattern!r}")
    for text in islice(texts(found.pattern, random, length), count):
        way = random.choice(sorted(found.ways & {"match", "fullmatch"}) * 1 + ["through"] if _goes_through(found) else sorted(found.ways))
        yield Trial(min(found.places), way, text, timed(_call(found, way), text))


def _goes_through(found: Found) -> bool:
    return not found.ways or bool(found.ways & (ALL_THROUGH | {"search"}))


def _call(found: Found, way: str) -> Callable[[str], object]:
    if way == "through":
        return lambda text: sum(1 for _ in found.pattern.finditer(text))
    called: Callable[[str], object] = getattr(found.pattern, way)
    return called


def timed(called: Callable[[str], object], text: str) -> float:
    """The shortest of a few runs in seconds; at most about `HANGS_S`, where it is ended."""
    shortest = HANGS_S
    for _ in range(1 + AGAIN):
        started = time.thread_time()
        try:
            with _ended_after(HANGS_S):
                called(text)
        except _HangError:
            return HANGS_S
        shortest = min(shortest, time.thread_time() - started)
        if shortest < BUDGET[min(BUDGET)] / 2:
            break
    return shortest


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """Raises in the main thread when the time is up; `re` looks for signals while it matches."""

    def end(number: int, frame: FrameType | None) -> None:
        raise _HangError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
