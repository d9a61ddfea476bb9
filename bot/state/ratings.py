"""What customers think of replies and of whole conversations. It is kept as long as the conversation, and exported with it."""

import json
import time
from dataclasses import asdict, dataclass

from bot.state.redis.client import Client
from bot.state.redis.keys import EVENTS_KEPT, NEWS, key
from bot.state.redis.scripts import Script
from bot.state.turns.outbox import Event

WHOLE = "conversation"


@dataclass(frozen=True)
class Rating:
    """One opinion.

    Attributes:
        value: `up` or `down` of a reply, `1` to `5` of a conversation.
        reason: why, in the customer's words.
        to: the message that the reply answered.
        text: what the reply said.
        at: seconds since 1970.
    """

    value: str
    reason: str = ""
    to: str = ""
    text: str = ""
    at: float = 0.0


class Ratings:
    """Keeps ratings; a later one replaces the one before."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rate = Script(client, "rate", "outbox", "ratings")

    async def reply(self, conversation: str, event: Event, value: str, reason: str) -> bool:
        """Rates a reply; returns whether it (still) is one of this conversation's.

        Raises:
            redis.RedisError, OSError: it was perhaps not kept; it may be sent again.
        """
        rating = Rating(value, reason, event.to, str(event.content.get("text", "")), time.time())
        return await self._keep(conversation, event.id, rating, json.dumps({"rated": event.id, "value": value}))

    async def whole(self, conversation: str, stars: int, comment: str) -> bool:
        """Rates the conversation; returns whether anything was said in it."""
        return await self._keep(conversation, WHOLE, Rating(str(stars), comment, at=time.time()), "")

    async def before(self, conversation: str, of: str) -> str:
        """The value that a reply's event, or `WHOLE`, is rated with now; empty if it isn't."""
        record = await self._client.hget(key(conversation, "ratings"), of)
        return str(json.loads(record)["value"]) if record else ""

    async def _keep(self, conversation: str, of: str, rating: Rating, shown: str) -> bool:
        record = json.dumps(asdict(rating), ensure_ascii=False)
        return bool(await self._rate(conversation, of, record, rating.value, shown, EVENTS_KEPT, NEWS, conversation))


async def ratings(client: Client, conversation: str) -> dict[str, Rating]:
    """A conversation's ratings: by the reply's event, or under `WHOLE`."""
    return {of: Rating(**json.loads(record)) for of, record in (await client.hgetall(key(conversation, "ratings"))).items()}
