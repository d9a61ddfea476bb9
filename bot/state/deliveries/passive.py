"""Replies that go back in the response to a delivery (“passive” ones): who holds the request waits, who sends fills it, in any process."""

from __future__ import annotations

import time

from bot.state.redis.client import Client
from bot.state.redis.keys import NEWS
from bot.state.redis.pubsub import Notices, wait
from bot.state.redis.scripts import Script

# A platform that did not get the response delivers the message again, and gets the same one.
KEPT_MS = 60_000
# A notice may get lost.
LOOKS_EVERY_S = 1.0


class PassiveReplies:
    """Each open request takes one reply; which of the two came first, the reply or the end of the waiting, is decided in one step."""

    def __init__(self, client: Client, notices: Notices) -> None:
        self._notices = notices
        self._wait = Script(client, "passive_wait", "requests", "responses")
        self._offer = Script(client, "passive_offer", "requests", "responses")

    async def wait(self, conversation: str, message: str, seconds: float) -> str:
        """The reply for the request that brought a message; empty if none came within so many seconds: none will, then."""
        deadline = time.monotonic() + seconds
        with self._notices.of(conversation) as news:
            while (left_s := deadline - time.monotonic()) > 0:
                news.clear()
                if reply := await self._wait(conversation, message, int(left_s * 1000) or 1):
                    return str(reply)
                await wait(news, min(left_s, LOOKS_EVERY_S))
        return str(await self._wait(conversation, message, 0))

    async def offer(self, conversation: str, reply: str) -> bool:
        """Gives a reply to the oldest open request of a conversation; returns whether there was one."""
        return bool(await self._offer(conversation, reply, KEPT_MS, NEWS, conversation))
