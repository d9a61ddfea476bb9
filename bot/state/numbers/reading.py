"""Reads the numbers of a range of days: in all, by day, by channel, by language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from bot.state.numbers.figures import Figures, Topic, topics
from bot.state.redis.client import Client
from bot.state.redis.keys import NUMBERS
from bot.state.surges import Surge, Surges

MOST_TOPICS = 50
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


async def read_numbers(client: Client, since: date, until: date | None = None) -> Numbers:
    """The numbers from one day to another, both included; until today, if no last one is given."""
    until = until or datetime.now(timezone.utc).date()
    groups = []
    for ago in range((until - since).days + 1):
        groups += await _groups(client, (since + timedelta(ago)).isoformat())
    together = _Together(client, groups)
    total = await together.figures(groups)
    return Numbers(
        since,
        until,
        total,
        groups,
        await together.by(lambda group: group.day),
        await together.by(lambda group: group.channel),
        await together.by(lambda group: group.language),
        topics(total.counts),
        await Surges(client).open(),
    )


async def _groups(client: Client, day: str) -> list[Group]:
    """The groups of a day."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for name, count in (await client.hgetall(NUMBERS + day)).items():
        what, channel, language = (*name.rsplit("|", 2), "", "")[:3]
        found.setdefault((channel, language), Counter())[what] += int(count)
    groups = []
    for (channel, language), counts in sorted(found.items()):
        sizes = [int(await client.pfcount(_name(day, kind, channel, language))) for kind in ("conversations", "with_person")]
        groups.append(Group(day, channel, language, Figures(counts, *sizes)))
    return groups


@dataclass(frozen=True)
class _Together:
    """Adds groups up."""

    client: Client
    groups: list[Group]

    async def by(self, what: Callable[[Group], str]) -> dict[str, Figures]:
        names = sorted({what(group) for group in self.groups})
        return {name: await self.figures([group for group in self.groups if what(group) == name]) for name in names}

    async def figures(self, groups: Iterable[Group]) -> Figures:
        """Some groups as one. On one day, a customer counts once in it, whatever the channel and the language."""
        counts: Counter[str] = Counter()
        by_day: dict[str, list[Group]] = {}
        for group in groups:
            counts.update(group.figures.counts)
            by_day.setdefault(group.day, []).append(group)
        conversations, with_person = 0, 0
        for day, some in by_day.items():
            conversations += await self._distinct(day, "conversations", some)
            with_person += await self._distinct(day, "with_person", some)
        return Figures(counts, conversations, with_person)

    async def _distinct(self, day: str, kind: str, groups: list[Group]) -> int:
        return int(await self.client.pfcount(*(_name(day, kind, group.channel, group.language) for group in groups)))


def _name(day: str, kind: str, channel: str, language: str) -> str:
    return f"{NUMBERS}{day}:{kind}:{channel}|{language}"
