"""Which conversations have replies to send: now (a work queue) or later (a sorted set by time)."""

import time

from bot.state.redis.client import Client
from bot.state.redis.keys import LATER, PREFIX, SENDING, conversation_of, key
from bot.state.redis.scripts import load
from bot.state.turns.work_queue import WorkQueue

AT_ONCE = 100


class DeliveryQueue(WorkQueue):
    """The work queue of deliveries, with those that have to wait."""

    def __init__(self, client: Client, process: str) -> None:
        super().__init__(client, process, SENDING)
        self._due = client.register_script(load("due"))

    async def later(self, conversation: str, seconds: float) -> None:
        """Announces a conversation after so many seconds, in whichever process is alive then."""
        await self._client.zadd(LATER, {conversation: time.time() + seconds})

    async def announce_due(self) -> None:
        """Announces those whose time has come; in one step, so that none is lost and none put off meanwhile is forgotten."""
        await self._due(keys=[LATER, SENDING], args=[time.time(), AT_ONCE])

    async def waiting(self) -> int:
        """How many conversations have replies that wait, for now or for later."""
        return int(await self._client.xlen(SENDING)) + int(await self._client.zcard(LATER))

    async def announce_forgotten(self, channel: str) -> None:
        """Announces a channel's conversations whose last reply was not sent: in a Cluster, the node of the announcements may fail alone."""
        async for name in self._client.scan_iter(match=f"{PREFIX}{{{channel}:*}}:outbox", count=1000):
            conversation = conversation_of(name)
            newest = await self._client.xrevrange(name, count=1)
            sent = await self._client.hget(key(conversation, "delivery"), "cursor")
            if newest and {"reply", "agent", "handover"} & newest[0][1].keys() and newest[0][0] != sent:
                await self.announce(conversation)
