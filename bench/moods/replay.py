"""A month of real tweets to airlines, replayed through Redis with a surge planted in it; then the storm of 22 February 2015, as it was.

The month is made of the four days before that weekend: in each hour of each day so many tweets are drawn, with replacement, from what was
written in that hour of these days. Moods are told by the shipped weights, which have learnt from no tweet; topics are the reasons that
labellers gave. Every 5 minutes it is looked for surges, as servers do every minute.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.moods.airlines import Tweet
from bench.moods.vectors import Messages
from bench.results import Result
from bot.moods.watching import look
from bot.state.moods import BIN_S, note_mood
from bot.state.redis.client import Client, connect, disconnect
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.keys import DAY_S
from bot.state.redis.url import VARIABLE
from finetune.arrays import Bools
from finetune.moods.mood import MoodModel

QUIET_DAYS = tuple(date(2015, 2, day) for day in (17, 18, 19, 20))
STORM_DAYS = tuple(date(2015, 2, day) for day in (21, 22, 23))
DAYS, WARM_DAYS = 28, 7
TOPIC, AN_HOUR, HOURS = "Lost Luggage", 40, 3
PLANTED_AT = 24 * DAY_S + 14 * 3600
# The storm's days come after the month is broken off before the planted surge, from the next midnight on.
STORM_BEGINS = 25 * DAY_S
BEGIN = 20_000 * DAY_S  # the first day of the replay, in seconds since 1970


class Said(NamedTuple):
    """A customer's message: when, and what it is negative about; empty if the model says that it isn't."""

    at: float
    topic: str


def replayed(tweets: Sequence[Tweet], messages: Messages) -> Iterator[Result]:
    """All figures; the messages are the tweets, as the encoders read them."""
    told = np.array(messages.told(MoodModel.load())) == "negative"
    said = _month(tweets, told)
    alarms = asyncio.run(_replay(said, DAYS * DAY_S))
    surge = [at - PLANTED_AT for at, topic in alarms if topic == TOPIC and PLANTED_AT <= at < PLANTED_AT + HOURS * 3600]
    false = [each for each in alarms if not (each[1] == TOPIC and PLANTED_AT <= each[0] < PLANTED_AT + HOURS * 3600 + 7200)]
    test = f"a month of tweets to airlines ({len(said):,}), {AN_HOUR} more an hour about lost luggage for {HOURS} h"
    minutes = surge[0] / 60 if surge else float("inf")
    yield Result(test, "time to find it", minutes, "minutes", "≤ 30", minutes <= 30)
    weekly = len(false) / (DAYS / 7)
    yield Result(test, "false alarms", weekly, "a week", "≤ 1", weekly <= 1)
    least = _least(said, DAYS // 7)
    peer = [at - PLANTED_AT for at, topic in _by_count(said, least) if topic == TOPIC and PLANTED_AT <= at < PLANTED_AT + HOURS * 3600]
    yield Result(test, "time to find it", peer[0] / 60 if peer else float("inf"), "minutes", system=f"{least} in an hour")
    storm = [each for each in said if each.at < PLANTED_AT] + _storm(tweets, told)
    for at, topic in asyncio.run(_replay(storm, STORM_BEGINS + len(STORM_DAYS) * DAY_S, STORM_BEGINS)):
        hours = (at - STORM_BEGINS) / 3600
        yield Result("21 to 23 February 2015, as they were", f"alarm about {topic}", hours, "h after the 21st began")


def _month(tweets: Sequence[Tweet], told: Bools) -> list[Said]:
    random = np.random.default_rng(15)
    by_hour: dict[int, list[int]] = {}
    for place, tweet in enumerate(tweets):
        if tweet.at.date() in QUIET_DAYS:
            by_hour.setdefault(tweet.at.hour, []).append(place)
    said = []
    for day in range(DAYS):
        for hour, places in by_hour.items():
            for place in random.choice(places, random.poisson(len(places) / len(QUIET_DAYS))):
                said.append(Said(day * DAY_S + 3600 * hour + float(random.uniform(0, 3600)), _topic(tweets, told, place)))
    lost = [place for place, tweet in enumerate(tweets) if tweet.reason == TOPIC]
    for place in random.choice(lost, random.poisson(AN_HOUR * HOURS)):
        said.append(Said(PLANTED_AT + float(random.uniform(0, 3600 * HOURS)), _topic(tweets, told, place)))
    return sorted(said)


def _storm(tweets: Sequence[Tweet], told: Bools) -> list[Said]:
    """The real days, after the month was broken off."""
    found = []
    for place, tweet in enumerate(tweets):
        if tweet.at.date() in STORM_DAYS:
            at = STORM_DAYS.index(tweet.at.date()) * DAY_S + 3600 * tweet.at.hour + 60 * tweet.at.minute
            found.append(Said(STORM_BEGINS + at, _topic(tweets, told, place)))
    return sorted(found)


def _topic(tweets: Sequence[Tweet], told: Bools, place: int) -> str:
    return (tweets[place].reason or "something else") if told[place] else ""


async def _replay(said: Sequence[Said], until: float, since: float = WARM_DAYS * DAY_S) -> list[tuple[float, str]]:
    """When which topic raised an alarm."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedRedis(Path(folder))
        server.start()
        os.environ[VARIABLE] = server.url
        client = connect()
        try:
            return await _played(client, said, until, since)
        finally:
            await disconnect(client)
            server.stop()


async def _played(client: Client, said: Sequence[Said], until: float, since: float) -> list[tuple[float, str]]:
    alarms, next_one = [], 0
    for now in np.arange(BIN_S, until, BIN_S):
        while next_one < len(said) and said[next_one].at < now:
            await note_mood(client, f"c{next_one}", BEGIN + said[next_one].at, said[next_one].topic)
            next_one += 1
        if now >= since:
            alarms += [(float(now), surge.topic) for surge in await look(client, False, BEGIN + float(now) - 1)]
    return alarms


def _by_count(said: Sequence[Said], least: int) -> list[tuple[float, str]]:
    """When which topic had so many negative messages in an hour; again only after two hours with fewer."""
    alarms: list[tuple[float, str]] = []
    lately: dict[str, list[float]] = {}
    above: dict[str, float] = {}
    for at, topic in said:
        if not topic:
            continue
        lately[topic] = [each for each in lately.get(topic, []) if each > at - 3600] + [at]
        if len(lately[topic]) >= least:
            if at - above.get(topic, -1e9) > 7200:
                alarms.append((at, topic))
            above[topic] = at
    return alarms


def _least(said: Sequence[Said], allowed: int) -> int:
    """The lowest count with no more false alarms than allowed."""
    quiet = [each for each in said if not PLANTED_AT <= each.at < PLANTED_AT + HOURS * 3600]
    return next(least for least in range(2, 10_000) if len(_by_count(quiet, least)) <= allowed)
