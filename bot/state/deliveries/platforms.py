"""The messaging channels of a process, as the rest of the house deals with them: join, leave, note, look."""

from __future__ import annotations

import asyncio
import logging
import time

from bot import metrics
from bot.state.deliveries.contacts import Contacts
from bot.state.deliveries.contract import Sends
from bot.state.deliveries.downloads import Downloads
from bot.state.deliveries.kept import Kept
from bot.state.deliveries.passive import PassiveReplies
from bot.state.deliveries.progress import Deliveries, Undelivered
from bot.state.deliveries.queue import DeliveryQueue
from bot.state.deliveries.worker import DeliveryWorker
from bot.state.rate_limits import Limits
from bot.state.redis.client import Client
from bot.state.redis.keys import DAY_S, channel_of
from bot.state.redis.pubsub import Notices
from bot.state.redis.tasks import end
from bot.state.turns.commits import TurnTransactions
from bot.state.turns.locks import Locks
from bot.state.turns.outbox import Outbox

logger = logging.getLogger(__name__)


class Platforms:
    """Sends the replies of channels for as long as they are there.

    Attributes:
        contacts: what is noted of customers.
        passive: replies that go back in the response to a delivery.
    """

    def __init__(self, client: Client, notices: Notices, turns: TurnTransactions, outbox: Outbox, process: str) -> None:
        self._client, self._turns = client, turns
        self.contacts = Contacts(client)
        self.passive = PassiveReplies(client, notices)
        self._channels: dict[str, Sends] = {}
        self._deliveries = Deliveries(client)
        self._queue = DeliveryQueue(client, process)
        self._locks = Locks(client, notices, ("delivering", "delivery_fence", "delivery_waited"))
        self._worker = DeliveryWorker(self._queue, outbox, self._deliveries, self.contacts, self._locks, Limits(client), self._channels)
        turns.deliveries = self._queue  # also of a turn whose channel has left this process, or isn't here
        self._task: asyncio.Task[None] | None = None

    def join(self, name: str, channel: Sends) -> None:
        """Adds a channel; its replies are sent from now on."""
        self._channels[name] = channel
        self._turns.horizons[name] = max(channel.horizon_s, DAY_S)
        if self._task is None:
            self._task = asyncio.ensure_future(self._worker.run())

    async def leave(self, name: str) -> None:
        """Takes a channel away; with the last, nothing is sent any more."""
        if len(self._channels) == 1 and self._task:
            await self._worker.drain()
            await end([self._task])
            self._task = None
        del self._channels[name]

    async def failed(self, conversation: str, message: str, reason: str) -> None:
        """Notes that a message did not arrive after all, as its platform says later.

        Args:
            message: the platform's id of it.
        """
        if event := await self.contacts.event_of(conversation, message):
            channel = channel_of(conversation)
            metrics.deliveries.labels(channel, "failed").inc()
            logger.error("A reply to %s did not arrive (event %s): %s", conversation, event, reason)
            await self._deliveries.record(Undelivered(conversation, event, 0, "failed", reason, time.time()))

    def takes(self, conversation: str, type: str) -> bool:
        """Whether a file of a type (MIME) can be sent on a conversation's channel, as far as this process knows."""
        channel = self._channels.get(channel_of(conversation))
        return channel is not None and channel.takes(type)

    def kept(self, channel: str) -> Kept:
        """What a channel keeps for itself."""
        return Kept(self._client, channel)

    def downloads(self, channel: str) -> Downloads:
        """The files of a channel's customers that are still at the platform."""
        return Downloads(self._client, channel)

    async def announce_forgotten(self) -> None:
        """Announces replies whose announcement got lost."""
        for name in list(self._channels):
            await self._queue.announce_forgotten(name)

    async def measure(self) -> None:
        """Brings the gauge up to date."""
        if self._channels:
            metrics.deliveries_waiting.set(await self._queue.waiting())

    def close(self) -> None:
        self._locks.close()
