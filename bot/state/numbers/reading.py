"""Reads the numbers of a range of days: in all, by day, by channel, by language."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone
from io import StringIO
from operator import attrgetter
from typing import Any

from bot.state.numbers.figures import Figures, Topic, topics
from bot.state.redis.client import Client
from bot.state.redis.keys import NUMBERS
from bot.state.surges import Surge, Surges

MOST_TOPICS = 50
# What is counted of customers, and not of turns.
KINDS = ("conversations", "with_person")
# What goes to Redis at once: a year of days would keep it from everybody else for too long.
DAYS_AT_ONCE, COUNTED_AT_ONCE = 30, 200
# Kinds of counts that the table leaves to `topics`: they would be a column a topic.
BY_TOPIC = ("topic:", "unanswered:", "negative:")


@dataclass(frozen=True)
class Group:
    """What happened on one day, on one channel, in one language. Channel and language are empty where they aren't known."""

    day: str
    channel: str
    language: str
    figures: Figures


@dataclass(frozen=True)
class Numbers:
    """A range of days.

    Attributes:
        since, until: the first day and the last, in UTC.
        total: of all of it.
        groups: each by itself.
        days, channels, languages: by one of the three. A customer who wrote on two channels counts on each, and once in the total.
        topics: what was asked about; the most unanswered first.
        surges: those that are on now.
    """

    since: date
    until: date
    total: Figures
    groups: list[Group]
    days: dict[str, Figures]
    channels: dict[str, Figures]
    languages: dict[str, Figures]
    topics: list[Topic]
    surges: list[Surge]

    def record(self) -> dict[str, Any]:
        """It as JSON; docs/monitoring/README.md lists the keys."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "time_zone": "UTC",
            "total": self.total.record(),
            "days": [{"day": name, **each.record()} for name, each in self.days.items()],
            "channels": [{"channel": name, **each.record()} for name, each in self.channels.items()],
            "languages": [{"language": name, **each.record()} for name, each in self.languages.items()],
            "topics": [asdict(each) for each in self.topics[:MOST_TOPICS]],
            "surges": [{"id": each.id, "topic": each.topic, "since": each.since, "text": each.text} for each in self.surges],
        }

    def table(self) -> list[dict[str, str | int | float]]:
        """It as rows of a table, one for each day, channel and language; all rows have the same columns."""
        names = sorted({name for group in self.groups for name in group.figures.counts if not name.startswith(BY_TOPIC)})
        rows = []
        for group in self.groups:
            figures = group.figures
            row: dict[str, str | int | float] = {"day": group.day, "channel": group.channel, "language": group.language}
            row |= {"conversations": figures.conversations, "with_person": figures.with_person}
            rows.append(row | {name: figures.counts[name] for name in names})
        return rows

    def csv(self) -> str:
        """That table as CSV, with a line of its columns' names."""
        rows, written = self.table(), StringIO(newline="")
        writer = csv.DictWriter(written, list(rows[0]) if rows else ["day", "channel", "language"])
        writer.writeheader()
        writer.writerows(rows)
        return written.getvalue()


async def read_numbers(client: Client, since: date, until: date | None = None) -> Numbers:
    """The numbers from one day to another, both included; until today, if no last one is given."""
    until = until or datetime.now(timezone.utc).date()
    groups = await _groups(client, [(since + timedelta(ago)).isoformat() for ago in range((until - since).days + 1)])
    divided = [_by(groups, what) for what in ("day", "channel", "language")]
    total, *others = await _together(client, [groups, *(some for each in divided for some in each.values())])
    left = iter(others)
    days, channels, languages = ({name: next(left) for name in each} for each in divided)
    return Numbers(since, until, total, groups, days, channels, languages, topics(total.counts), await Surges(client).open())


async def _groups(client: Client, days: Sequence[str]) -> list[Group]:
    """The groups of some days."""
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for start in range(0, len(days), DAYS_AT_ONCE):
        page = days[start : start + DAYS_AT_ONCE]
        async with client.pipeline(transaction=False) as pipeline:
            for day in page:
                pipeline.hgetall(NUMBERS + day)
            records = await pipeline.execute()
        for day, record in zip(page, records):
            for name, count in record.items():
                what, channel, language = (*name.rsplit("|", 2), "", "")[:3]
                found.setdefault((day, channel, language), Counter())[what] += int(count)
    places = sorted(found)
    sizes = iter(await _distinct(client, [[_name(day, kind, *where)] for day, *where in places for kind in KINDS]))
    return [Group(*place, Figures(found[place], *(next(sizes) for _ in KINDS))) for place in places]


def _by(groups: Sequence[Group], what: str) -> dict[str, list[Group]]:
    """Groups by one of their attributes, in its order."""
    found: dict[str, list[Group]] = {}
    for group in sorted(groups, key=attrgetter(what)):
        found.setdefault(getattr(group, what), []).append(group)
    return found


async def _together(client: Client, parts: Sequence[Sequence[Group]]) -> list[Figures]:
    """The groups of each part as one. On one day, a customer counts once in it, whatever the channel and the language."""
    asked = [
        (place, kind, [_name(day, kind, group.channel, group.language) for group in some])
        for place, groups in enumerate(parts)
        for day, some in _by(groups, "day").items()
        for kind in KINDS
    ]
    sizes = Counter[tuple[int, str]]()
    for (place, kind, _), size in zip(asked, await _distinct(client, [names for *_, names in asked])):
        sizes[place, kind] += size
    return [Figures(_added(groups), *(sizes[place, kind] for kind in KINDS)) for place, groups in enumerate(parts)]


def _added(groups: Sequence[Group]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for group in groups:
        counts.update(group.figures.counts)  # “+” would drop what was taken back on a day, as a rating of the day before
    return counts


async def _distinct(client: Client, counted: Sequence[Sequence[str]]) -> list[int]:
    """How many customers stand in each of some sets of keys."""
    found: list[int] = []
    for start in range(0, len(counted), COUNTED_AT_ONCE):
        async with client.pipeline(transaction=False) as pipeline:
            for names in counted[start : start + COUNTED_AT_ONCE]:
                # redis-py keeps `pfcount` from pipelines of a Cluster, where keys might lie on several nodes; these have one hash tag.
                pipeline.execute_command("PFCOUNT", *names)
            found += map(int, await pipeline.execute())
    return found


def _name(day: str, kind: str, channel: str, language: str) -> str:
    return f"{NUMBERS}{day}:{kind}:{channel}|{language}"
