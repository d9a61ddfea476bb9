"""The list of conversations that were handed over, of all conversations together.

No script can change it together with a conversation, which may lie on another node of a Cluster. So it is written before, and holds more
than it should rather than less: each conversation's own key `owner` says whether a person has it.
"""

import time

from bot.state.redis.client import Client
from bot.state.redis.keys import DESK, PREFIX, WAITING_S, conversation_of, key
from bot.state.redis.scripts import load
from bot.state.turns.owner import Owner

# A hand-over that was announced and never written belongs to a turn that was lost; a turn waits 2 minutes at most for Redis.
UNWRITTEN_MS = 600_000
# Of so many at once: the answers of more would be read without a pause, and everybody else would wait.
PAGE = 100


async def enlist(client: Client, conversation: str) -> None:
    """Says that a conversation is about to be handed over."""
    async with client.pipeline(transaction=False) as pipeline:
        pipeline.zadd(DESK, {conversation: int(time.time() * 1000)})
        pipeline.expire(DESK, WAITING_S)
        await pipeline.execute()


async def handed_over(client: Client) -> list[tuple[str, Owner, dict[str, str]]]:
    """The conversations that a person has or will have, or whose notices are not delivered, with the latter; in no order.

    Others are struck off.
    """
    listed = await client.zrange(DESK, 0, -1, withscores=True)
    found = []
    for start in range(0, len(listed), PAGE):
        page = listed[start : start + PAGE]
        async with client.pipeline(transaction=False) as pipeline:
            for conversation, _ in page:
                pipeline.hgetall(key(conversation, "owner"))
                pipeline.hgetall(key(conversation, "notices"))
            records = await pipeline.execute()
        for (conversation, since), record, notices in zip(page, records[::2], records[1::2]):
            owner = Owner.of(record)
            if owner.with_person or notices:
                found.append((conversation, owner, notices))
            elif time.time() * 1000 - since > UNWRITTEN_MS:
                await client.eval(load("strike_off"), 1, DESK, conversation, f"{since:.17g}")
    return found


async def enlist_forgotten(client: Client) -> None:
    """Puts on the list who is not there, since the node of the list lost it."""
    listed = set(await client.zrange(DESK, 0, -1))
    async for name in client.scan_iter(match=f"{PREFIX}*:owner", count=1000):
        conversation = conversation_of(name)
        if conversation not in listed and Owner.of(await client.hgetall(name)).with_person:
            await enlist(client, conversation)
