"""Whose a conversation is, and which one a customer goes on with."""

import asyncio
import json

from bot.state.conversations import erase
from bot.state.customers import Customers, with_brought
from bot.state.redis.client import connect, disconnect
from bot.state.redis.keys import key
from tests.bot.conftest import RedisClient

ADA, BOB, HERS, OTHER = ("a" * 32, "b" * 32, "1" * 32, "2" * 32)
KEEP_S = 1_000


def say(state: RedisClient, *conversations: str) -> None:
    for conversation in conversations:
        state.rpush(key(conversation, "events"), json.dumps({"event": "user", "text": "hi"}))


def test_what_was_said_before_signing_in_goes_along_once_and_is_nobody_elses(state: RedisClient) -> None:
    say(state, HERS)

    async def main() -> None:
        client = connect()
        try:
            customers = Customers(client)
            assert await customers.current(ADA, "", KEEP_S) == ADA
            assert await customers.current(ADA, OTHER, KEEP_S) == ADA  # nothing was said in it
            assert await customers.current(ADA, HERS, KEEP_S) == HERS
            assert await customers.current(ADA, "", KEEP_S) == HERS  # on another device
            assert await customers.current(BOB, HERS, KEEP_S) == BOB  # in the same browser
            say(state, ADA)
            assert await customers.current(BOB, ADA, KEEP_S) == BOB  # her own isn't his, either
            say(state, OTHER)
            assert await customers.current(ADA, OTHER, KEEP_S) == OTHER
            assert await with_brought(client, [BOB, ADA]) == [BOB, ADA, OTHER, HERS]
            assert 0 < state.ttl(key(HERS, "whose")) <= 2 * KEEP_S
        finally:
            await disconnect(client)

    asyncio.run(main())


def test_an_erased_customer_leaves_nothing(state: RedisClient) -> None:
    say(state, HERS)

    async def main() -> None:
        client = connect()
        try:
            await Customers(client).current(ADA, HERS, KEEP_S)
            for conversation in await with_brought(client, [ADA]):
                await erase(client, conversation)
            assert state.keys("*") == []
        finally:
            await disconnect(client)

    asyncio.run(main())
