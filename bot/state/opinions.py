"""What customers think of replies and conversations: kept (`bot.state.ratings`), and counted once, however often it is changed."""

from __future__ import annotations

from bot import metrics
from bot.state.numbers.counting import Counting
from bot.state.ratings import WHOLE, Ratings
from bot.state.reaching import reached
from bot.state.redis.client import Client
from bot.state.redis.keys import WEB, channel_of
from bot.state.turns.outbox import Outbox


class Opinions:
    """All raise StateUnavailable while Redis is away; what was perhaps not kept may be sent again."""

    def __init__(self, client: Client, outbox: Outbox, counting: Counting) -> None:
        self._outbox, self._counting = outbox, counting
        self._ratings = Ratings(client)

    async def reply(self, conversation: str, event: str, value: str, reason: str) -> bool:
        """Keeps an opinion, `up` or `down`; returns whether that event is a reply of this conversation."""
        found = await reached(self._outbox.one(conversation, event))
        if found is None or found.kind != "assistant":
            return False
        before = await reached(self._ratings.before(conversation, event))
        known = await reached(self._ratings.reply(conversation, found, value, reason))
        if known:
            metrics.ratings.labels(value).inc()
            self._count("rated", conversation, value, before)
        return known

    async def whole(self, conversation: str, stars: int, comment: str) -> bool:
        """Keeps an opinion of the whole, 1 to 5; returns whether anything was said."""
        before = await reached(self._ratings.before(conversation, WHOLE))
        known = await reached(self._ratings.whole(conversation, stars, comment))
        if known:
            self._count("stars", conversation, str(stars), before)
        return known

    def _count(self, what: str, conversation: str, value: str, before: str) -> None:
        if value != before:
            channel = channel_of(conversation) or WEB
            self._counting.count(f"{what}:{value}", channel)
            if before:
                self._counting.count(f"{what}:{before}", channel, amount=-1)
