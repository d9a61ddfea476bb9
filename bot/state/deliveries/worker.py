"""Sends replies to their platforms: each conversation's in order, each message once, across processes and their deaths."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Mapping

from bot import metrics
from bot.state.deliveries.contacts import Contacts
from bot.state.deliveries.contract import Refused, Sending, Sends, TryLater
from bot.state.deliveries.progress import Deliveries, Progress, Undelivered, Why, message_key
from bot.state.deliveries.queue import DeliveryQueue
from bot.state.rate_limits import MINUTE_S, Budget, Limits, of_conversation
from bot.state.redis.keys import CHANNEL, channel_of
from bot.state.turns.locks import Locks
from bot.state.turns.outbox import Event, Outbox
from bot.state.turns.work_loop import WorkLoop
from bot.state.turns.work_queue import age_s

logger = logging.getLogger(__name__)

# Conversations that one process sends to at once: it only waits for the platforms.
SIDE_BY_SIDE = 64
# A message whose sending takes longer may or may not have arrived.
LONGEST_SEND_S = 30.0
# A reply that could not be sent for so long is given up.
GIVE_UP_S = 6 * 60 * 60.0
LONGEST_PAUSE_S = 60.0
# Of a platform that recognises a message for as long as it is tried.
FOR_EVER_S = 1e12
LOOKS_FOR_DUE_EVERY_S = 0.2
# Replies of a channel that this process doesn't have are announced again after about so long, for one that has: never in step with how long
# processes wait for work, or the same process would take them each time.
ELSEWHERE_S = 1.0
PAGE = 20
# A process that stops lets what it sends arrive, but no longer.
DRAIN_S = 10.0


class DeliveryWorker:
    """Runs until it is cancelled; survives Redis being away."""

    def __init__(
        self,
        queue: DeliveryQueue,
        outbox: Outbox,
        deliveries: Deliveries,
        contacts: Contacts,
        locks: Locks,
        limits: Limits,
        channels: Mapping[str, Sends],
    ) -> None:
        """`channels` by their name."""
        self._queue, self._outbox, self._deliveries, self._contacts = queue, outbox, deliveries, contacts
        self._locks, self._limits, self._channels = locks, limits, channels
        self._loop = WorkLoop(queue, self._step, "delivery", SIDE_BY_SIDE)
        self._under_way = 0
        self._draining = False

    async def run(self) -> None:
        self._draining = False
        await self._loop.run(self._announce_due)

    async def drain(self) -> None:
        """Begins nothing more, and waits for what is being sent: so that a stop leaves nothing unknown."""
        self._draining = True
        deadline = time.monotonic() + DRAIN_S
        while self._under_way and time.monotonic() < deadline:
            await asyncio.sleep(0.02)

    async def _announce_due(self) -> None:
        await asyncio.sleep(LOOKS_FOR_DUE_EVERY_S)
        await self._queue.announce_due()

    async def _step(self, conversation: str) -> bool:
        """Sends what is there; returns whether there may be more."""
        channel = self._channels.get(channel_of(conversation))
        if channel is None:  # it has left this process, which stops, or stands in the credentials.yml of others only
            progress = await self._deliveries.progress(conversation)
            event = await self._next_event(conversation, progress.cursor)
            if event and age_s(event.id) < GIVE_UP_S:
                await self._queue.later(conversation, ELSEWHERE_S * random.uniform(0.5, 1.5))
            return False
        token = await self._locks.acquire(conversation)
        try:
            while await self._next(conversation, token, channel):
                pass
        finally:
            await self._locks.release(conversation, token)
        return False

    async def _next(self, conversation: str, token: str, channel: Sends) -> bool:
        """Sends the next message; returns whether to go on at once."""
        if self._draining:
            await self._queue.later(conversation, 0.0)
            return False
        progress = await self._deliveries.progress(conversation)
        if (left_s := max(progress.not_before, progress.turn) - time.time()) > 0:
            await self._queue.later(conversation, left_s)
            return False
        event = await self._next_event(conversation, progress.cursor)
        if event is None:
            return False
        parts = await channel.parts(conversation, event)
        if progress.part >= len(parts):  # a reply with nothing to say
            await self._deliveries.end(conversation, token, event.id, 0, last=True)
            return True
        if not progress.turn and (wait_s := await self._wait_s(conversation, token, channel)):
            await self._queue.later(conversation, wait_s)
            return False
        last = progress.part + 1 >= len(parts)
        recognised_s = (channel.recognises_s or FOR_EVER_S) if channel.recognises else 0.0
        if not await self._deliveries.begin(conversation, token, event.id, progress.part, recognised_s):
            await self._lose(conversation, token, event, progress, "unknown", "a try to send it was broken off", last)
            return True
        self._under_way += 1
        try:
            return await self._send(conversation, token, channel, event, parts[progress.part], progress, last)
        finally:
            self._under_way -= 1

    async def _send(
        self, conversation: str, token: str, channel: Sends, event: Event, part: object, progress: Progress, last: bool
    ) -> bool:
        contact, contact_at = await self._contacts.contact(conversation)
        sending = Sending(conversation, event.id, message_key(conversation, event.id, progress.part), contact, contact_at)
        started = time.perf_counter()
        try:
            sent = await asyncio.wait_for(channel.send(part, sending), LONGEST_SEND_S)
        except TryLater as problem:
            return await self._again(conversation, token, event, progress, str(problem), problem.after_s)
        except Refused as problem:
            await self._lose(conversation, token, event, progress, "refused", str(problem), last=True)
            return True
        except Exception as problem:
            reason = f"{type(problem).__name__}: {problem}"
            if channel.recognises:
                return await self._again(conversation, token, event, progress, reason, 0.0, doubtful=True)
            await self._lose(conversation, token, event, progress, "unknown", reason, last)
            return True
        metrics.deliveries.labels(channel_of(conversation), "sent").inc()
        metrics.stages.labels("send").observe(time.perf_counter() - started)
        await self._deliveries.end(conversation, token, event.id, progress.part + 1, last, sent=sent)
        return True

    async def _again(
        self, conversation: str, token: str, event: Event, progress: Progress, reason: str, after_s: float, doubtful: bool = False
    ) -> bool:
        """Puts a message off, or gives its reply up."""
        if progress.since and time.time() - progress.since > GIVE_UP_S:
            await self._lose(conversation, token, event, progress, "given_up", reason, last=True)
            return True
        pause_s = after_s or min(LONGEST_PAUSE_S, 2.0**progress.tries) * random.uniform(0.5, 1.0)
        metrics.deliveries.labels(channel_of(conversation), "put_off").inc()
        logger.warning("A reply to %s is put off (try %d): %s", conversation, progress.tries + 1, reason)
        # The time first: a process that is killed in between has it sent too early, not never.
        await self._queue.later(conversation, pause_s)
        tries, not_before = progress.tries + 1, time.time() + pause_s
        await self._deliveries.end(
            conversation, token, event.id, progress.part, last=False, tries=tries, not_before=not_before, doubtful=doubtful
        )
        return False

    async def _lose(self, conversation: str, token: str, event: Event, progress: Progress, why: Why, reason: str, last: bool) -> None:
        """Goes on without a message: nothing is ever sent that may have arrived."""
        metrics.deliveries.labels(channel_of(conversation), why).inc()
        logger.error("A reply to %s is %s (event %s, message %d): %s", conversation, why, event.id, progress.part, reason)
        lost = Undelivered(conversation, event.id, progress.part, why, reason, time.time())
        await self._deliveries.end(conversation, token, event.id, progress.part + 1, last, lost=lost)

    async def _next_event(self, conversation: str, cursor: str) -> Event | None:
        """The first reply of the assistant's or a person's after an event, or word of a hand-over; none if there is none."""
        while page := await self._outbox.after(conversation, cursor, PAGE):
            for event in page:
                if event.kind in ("assistant", "agent", "handover"):
                    return event
            cursor = page[-1].id
        return None

    async def _wait_s(self, conversation: str, token: str, channel: Sends) -> float:
        """Seconds until the platform may be sent another message.

        Of an account, each conversation gets a time of its own: if all asked again, a process would do nothing else where many wait.
        """
        rate, account = channel.rate, ":".join(conversation.split(":")[:2])
        at_once = max(1.0, rate.account_per_minute // 60)
        if wait_s := await self._limits.spend(of_conversation(conversation, "sending_rate"), _budget(rate.per_minute, rate.burst)):
            return wait_s
        wait_s = await self._limits.reserve(f"{CHANNEL}{account}:rate", _budget(rate.account_per_minute, at_once))
        if wait_s:
            await self._deliveries.await_turn(conversation, token, time.time() + wait_s)
        return wait_s


def _budget(per_minute: float, at_once: float) -> Budget:
    return Budget(at_once, MINUTE_S * at_once / per_minute) if per_minute else Budget(0)
