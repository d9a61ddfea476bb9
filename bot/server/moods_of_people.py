"""The mood of what customers write while a person has their conversation: no turn reads it, so it is read beside."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.decisions.topics import topic_of
from bot.metrics import moods
from bot.state.agents.moods import MoodNotes
from bot.state.messages import Inbound
from bot.state.numbers.counting import Counting
from bot.state.numbers.turn_facts import TurnFacts
from bot.state.redis.client import Unavailable
from bot.state.redis.tasks import end

logger = logging.getLogger(__name__)

# Conversations with something to read: of more, the ones that have waited for longest are left unread.
MOST_WAITING = 200
Read = Callable[[str, str], Awaitable[dict[str, Any]]]


class MoodsOfPeople:
    """Reads such messages one at a time; of a conversation that has several waiting, the newest."""

    def __init__(self, read: Read, ready: Callable[[], bool], notes: MoodNotes, counting: Counting) -> None:
        """
        Args:
            read: what the model makes of a text, for an owner of the model's time (`bot.server.model.served_model.ServedModel.read`).
            ready: whether there is a model.
        """
        self._read, self._ready, self._notes, self._counting = read, ready, notes, counting
        self._waiting: dict[str, Inbound] = {}
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        if self._task:
            await end([self._task])
            self._task = None

    def heard(self, inbound: Inbound) -> None:
        """Has a message read soon."""
        if inbound.typed and inbound.text.strip():
            self._waiting.pop(inbound.conversation, None)
            self._waiting[inbound.conversation] = inbound
            if len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._wanted.set()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            while self._waiting:
                inbound = self._waiting.pop(next(iter(self._waiting)))
                try:
                    if self._ready():
                        await self._tell(inbound)
                except Unavailable as problem:
                    logger.debug("The mood of a message isn't noted: %s", problem)
                except Exception:  # no mood would be told any more
                    logger.exception("The mood of a message can't be told.")

    async def _tell(self, inbound: Inbound) -> None:
        read = await self._read(inbound.text, f"person:{inbound.conversation}")
        evidence = Evidence.from_json(read.get(EVIDENCE))
        if evidence is None or not evidence.mood:  # another classifier than Heed's, or one without moods
            return
        topic = topic_of(evidence)
        if await self._notes.note(inbound.conversation, inbound.message_id, evidence.mood, topic):
            moods.labels(evidence.mood).inc()
            facts = TurnFacts(inbound.channel, evidence.language, topic, evidence.mood)
            self._counting.said(inbound.conversation, facts)
