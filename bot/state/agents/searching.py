"""Finds kept conversations by what was said and how it went, the newest first."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.state.agents.cases import LOOKED_AT, WEB, CaseView, last_line, opinion
from bot.state.conversations import conversations, events_in
from bot.state.redis.client import Client
from bot.state.redis.keys import channel_of, key
from bot.state.turns.outbox import event_of
from bot.state.turns.owner import Owner

PAGE = 20
# Conversations whose newest event is asked for at once, and whose words are read at once.
ORDERED_AT_ONCE, READ_AT_ONCE = 500, 20
# The list of all conversations serves a new search for so long, and one that is gone on with for longer.
FRESH_S, GONE_ON_S = 1.0, 60.0
# An answer below this probability is one of low confidence; so is a question back, or none.
LOW_CONFIDENCE = 0.5
UNSURE = ("clarify", "hand_over")


@dataclass(frozen=True)
class Filters:
    """What is looked for; all of it has to hold.

    Attributes:
        words: that stand in one of its lines, in any case.
        handed_over: whether it must have gone to a person, or wait for one.
        rated: `up` or `down`, of an answer.
        low_confidence: whether the assistant must have been unsure.
        channel: its name.
        since, until: of the newest line, in seconds since 1970; 0 for any time.
    """

    words: str = ""
    handed_over: bool = False
    rated: str = ""
    low_confidence: bool = False
    channel: str = ""
    since: float = 0.0
    until: float = 0.0


class Search:
    """One search at a time: a conversation is read in pieces, so that nobody waits for it, but all of them takes a while."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._ordered: list[tuple[float, str]] = []
        self._at = -GONE_ON_S
        self._one = asyncio.Lock()

    async def find(self, filters: Filters, before: tuple[float, str] | None = None) -> tuple[list[CaseView], tuple[float, str] | None]:
        """A page of conversations, and after which to go on; none if these are all.

        Args:
            before: where the page before ended.

        Raises:
            redis.RedisError, OSError: Redis is away.
        """
        async with self._one:
            if time.monotonic() - self._at > (FRESH_S if before is None else GONE_ON_S):
                self._ordered, self._at = await self._by_time(), time.monotonic()
            left = [each for each in self._ordered if (before is None or each < before) and _in_time(each, filters)]
            left = [each for each in left if not filters.channel or (channel_of(each[1]) or WEB) == filters.channel]
            found: list[CaseView] = []
            for start in range(0, len(left), READ_AT_ONCE):
                page = left[start : start + READ_AT_ONCE]
                for place, view in await self._matching([conversation for _, conversation in page], filters):
                    found.append(view)
                    if len(found) == PAGE:
                        return found, page[place]
            return found, None

    async def _by_time(self) -> list[tuple[float, str]]:
        """All conversations with the time of their newest event, the newest first."""
        names = [conversation async for conversation in conversations(self._client)]
        found = []
        for start in range(0, len(names), ORDERED_AT_ONCE):
            page = names[start : start + ORDERED_AT_ONCE]
            async with self._client.pipeline(transaction=False) as pipeline:
                for conversation in page:
                    pipeline.xrevrange(key(conversation, "outbox"), count=1)
                newest = await pipeline.execute()
            found += [(int(entries[0][0].partition("-")[0]) / 1000, each) for each, entries in zip(page, newest) if entries]
        return sorted(found, reverse=True)

    async def _matching(self, page: Sequence[str], filters: Filters) -> list[tuple[int, CaseView]]:
        async with self._client.pipeline(transaction=False) as pipeline:
            for conversation in page:
                pipeline.hgetall(key(conversation, "owner"))
                pipeline.hgetall(key(conversation, "ratings"))
                pipeline.xrevrange(key(conversation, "outbox"))
                pipeline.lrange(key(conversation, "events"), 0 if filters.words or filters.low_confidence else -LOOKED_AT, -1)
            records = await pipeline.execute()
        # All that was said: megabytes of JSON.
        return await asyncio.to_thread(_matching, page, records, filters)


def _matching(page: Sequence[str], records: Sequence[Any], filters: Filters) -> list[tuple[int, CaseView]]:
    found = []
    for place, conversation in enumerate(page):
        owned, ratings, outbox, events = records[4 * place : 4 * place + 4]
        owner, (rating, stars) = Owner.of(owned), opinion(ratings)
        if (filters.handed_over and not owner.version) or (filters.rated and rating != filters.rated):
            continue
        told = list(events_in(events)) if filters.words or filters.low_confidence else []
        if filters.low_confidence and not _unsure(outbox, told):
            continue
        if filters.words and not _says(filters.words, outbox, told):
            continue
        found.append((place, CaseView(conversation, owner, last_line(outbox, events[-LOOKED_AT:]), rating, stars)))
    return found


def _in_time(each: tuple[float, str], filters: Filters) -> bool:
    return each[0] >= filters.since and (not filters.until or each[0] <= filters.until)


def _says(words: str, outbox: Sequence[tuple[str, dict[str, str]]], events: Sequence[dict[str, Any]]) -> bool:
    wanted = words.casefold()
    texts = [str(event.get("text") or "") for event in events]
    texts += [str(event_of(*each).content.get("text") or "") for each in outbox]
    return any(wanted in text.casefold() for text in texts)


def _unsure(outbox: Sequence[tuple[str, dict[str, str]]], events: Sequence[dict[str, Any]]) -> bool:
    if any(json.loads(fields["reply"]).get("decision") in UNSURE for _, fields in outbox if "reply" in fields):
        return True
    found = [(event.get("parse_data") or {}).get("evidence") for event in events if event.get("event") == "user"]
    return any(each.get("confidence", 1.0) < LOW_CONFIDENCE for each in found if isinstance(each, dict))
