"""Messages in the order of their times, whichever way their log has them."""

import datetime
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.raw_dialogues import LEFT_OUT, Message
from data.records import NOTE, SYSTEM

Timed = tuple[datetime.datetime | None, Message]


# Messages at the begin of a log whose times tell which way it is written, and how much oftener one way must be.
LOOKED_AT, OFTENER = 400, 3


class NewestFirst(NamedTuple):
    """Whether a log is written with the newest first: its rows, and the messages that stand in one row."""

    rows: bool = False
    inside: bool = False


OLDEST_FIRST = NewestFirst()


class Direction:
    """Which way a log is written, by how often a message's time is before that of the one above it in the same dialogue."""

    def __init__(self) -> None:
        self._noted: list[tuple[str, int, str | float]] = []

    def note(self, dialogue: str, message: Message) -> None:
        """Takes the next message into account."""
        if message.time is not None and len(self._noted) < LOOKED_AT:
            self._noted.append((dialogue, message.line, message.time))

    def newest_first(self, day_first: bool) -> NewestFirst:
        timed = [(name, line, moment) for name, line, time in self._noted if (moment := parse(time, day_first)) is not None]
        above: dict[str, tuple[int, datetime.datetime]] = {}
        inside: list[int] = []
        rows: list[int] = []
        for name, line, moment in timed:
            of = name or str(line)
            if of in above:
                (inside if above[of][0] == line else rows).append(_step(above[of][1], moment))
            above[of] = line, moment
        if not any(rows):  # the dialogues stand one below the other then
            rows = [_step(one[2], other[2]) for one, other in itertools.pairwise(timed) if one[1] != other[1]]
        return NewestFirst(_falls(rows), _falls(inside))


def _step(before: datetime.datetime, after: datetime.datetime) -> int:
    return (before < after) - (before > after)


def _falls(steps: list[int]) -> bool:
    return steps.count(-1) > OFTENER * steps.count(1)


def _turned_round(timed: list[Timed], rises: bool, falls: bool, newest_first: NewestFirst) -> list[Timed]:
    """A dialogue from its last message to its first, if its log has them so.

    What stands in one row keeps its order, unless that is written with the newest first, too: a question stands above its answer.
    """
    rows = [list(row) for _, row in itertools.groupby(timed, key=lambda pair: pair[1].line)]
    if len(rows) == 1:
        return timed[::-1] if falls or (newest_first.inside and not rises) else timed
    if newest_first.inside:
        rows = [row[::-1] for row in rows]
    return list(itertools.chain.from_iterable(reversed(rows) if falls or newest_first.rows else rows))


def _is_nobodys(role: str) -> bool:
    """Whether a message is surely none that was said; a word of the log's own that isn't known may be any speaker's."""
    return role in LEFT_OUT or role_of(role) in (NOTE, SYSTEM)


def in_order(messages: Sequence[Message], day_first: bool, newest_first: NewestFirst = OLDEST_FIRST) -> list[Timed]:
    """By their times, if all have one; those that only have a day stay as they stand on that day.

    Args:
        messages: of a dialogue, as they stand.
        day_first: whether “03/04” is in April.
        newest_first: what of the log is written so: there, of two at the same time the lower one was said first.
    """
    timed = [(parse(message.time, day_first), message) for message in messages]
    if any(time is None for time, _ in timed):
        known = [(time, message) for time, message in timed if not _is_nobodys(message.role)]
        if any(time is None for time, _ in known):
            return timed
    times = [time for time, _ in timed if time is not None]
    rises = len(times) > 1 and times[0] < times[-1]
    falls = len(times) > 1 and times[0] > times[-1] and all(a >= b for a, b in itertools.pairwise(times))
    first = times[0] if times else datetime.datetime.now(datetime.timezone.utc)
    return sorted(_turned_round(timed, rises, falls, newest_first), key=lambda pair: pair[0] or first)
