"""Messages in the order of their times, whichever way their log has them."""

import datetime
import itertools
from collections.abc import Sequence

from data.formats.fields.times import parse
from data.formats.raw_dialogues import Message
from data.records import SPEAKERS

Timed = tuple[datetime.datetime | None, Message]


# Messages at the begin of a log whose times tell which way it is written, and how much oftener one way must be.
LOOKED_AT, OFTENER = 400, 3


class Direction:
    """Whether a log is written with the newest first, by how often a time is before the one above it."""

    def __init__(self) -> None:
        self._times: list[str | float] = []

    def note(self, time: str | float | None) -> None:
        """Takes the time of the next message into account."""
        if time is not None and len(self._times) < LOOKED_AT:
            self._times.append(time)

    def newest_first(self, day_first: bool) -> bool:
        times = [moment for time in self._times if (moment := parse(time, day_first)) is not None]
        steps = [(a < b) - (a > b) for a, b in itertools.pairwise(times)]
        return steps.count(-1) > OFTENER * steps.count(1)


def _rows_turned_round(timed: Sequence[Timed]) -> list[Timed]:
    """The rows of a log from the last to the first; what stands in one keeps its order."""
    rows = [list(row) for _, row in itertools.groupby(timed, key=lambda pair: pair[1].line)]
    return list(itertools.chain.from_iterable(reversed(rows)))


def in_order(messages: Sequence[Message], day_first: bool, newest_first: bool = False) -> list[Timed]:
    """By their times, if all have one; those that only have a day stay as they stand on that day.

    Args:
        messages: of a dialogue, as they stand.
        day_first: whether “03/04” is in April.
        newest_first: whether the log is written so: then of two at the same time the lower one was said first.
    """
    timed = [(parse(message.time, day_first), message) for message in messages]
    if any(time is None for time, _ in timed):
        known = [(time, message) for time, message in timed if message.role in (*SPEAKERS, "")]
        if any(time is None for time, _ in known):
            return timed
    times = [time for time, _ in timed if time is not None]
    descending = len(times) > 1 and times[0] > times[-1] and all(a >= b for a, b in itertools.pairwise(times))
    if newest_first or descending:  # of two at the same time, too
        timed = timed[::-1] if descending and len({message.line for _, message in timed}) == 1 else _rows_turned_round(timed)
    first = times[0] if times else datetime.datetime.now(datetime.timezone.utc)
    return sorted(timed, key=lambda pair: pair[0] or first)
