"""Whose a conversation is, and which one a customer goes on with."""

import asyncio
import json

from bot.state.conversations import erase, exists
from bot.state.customers import Customers, with_brought
from bot.state.deletions import Deletions
from bot.state.desk import Desk
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


def test_who_was_in_the_browser_before_the_customer_signed_in_is_out(state: RedisClient) -> None:
    say(state, HERS)

    async def main() -> None:
        client = connect()
        try:
            customers = Customers(client)
            assert await customers.keep(HERS, "", KEEP_S)
            assert await customers.current(ADA, HERS, KEEP_S) == HERS
            assert not await customers.keep(HERS, "", KEEP_S)
            assert not await customers.keep(HERS, BOB, KEEP_S)
            state.expire(key(ADA, "brought"), 10)
            assert await customers.keep(HERS, ADA, KEEP_S)
            assert state.ttl(key(ADA, "brought")) > KEEP_S  # an erasure of hers finds it for as long as it is used
            await erase(client, ADA)
            assert await customers.is_of(ADA, ADA)
            assert not await customers.is_of(ADA, BOB)
        finally:
            await disconnect(client)

    asyncio.run(main())


def test_what_was_deleted_stays_its_customers_and_leads_to_what_is_left(state: RedisClient) -> None:
    say(state, ADA, HERS)

    async def main() -> None:
        client = connect()
        try:
            customers, deletions = Customers(client), Deletions(client)
            assert await customers.current(ADA, HERS, KEEP_S) == HERS
            await deletions.delete(HERS)
            say(state, HERS)  # in the page that deleted it
            assert await customers.current(BOB, HERS, KEEP_S) == BOB
            assert await customers.is_of(HERS, ADA)
            await deletions.delete(HERS)
            assert await customers.current(ADA, "", KEEP_S) == ADA  # so that she can delete it, too
            await deletions.delete(ADA)
            assert not [each for each in (ADA, HERS) if await exists(client, each)]
            assert await with_brought(client, [ADA]) == [ADA, HERS]
            assert all(0 < state.ttl(name) <= 2 * KEEP_S for name in state.keys("*{*"))
        finally:
            await disconnect(client)

    asyncio.run(main())


def test_a_customer_stays_with_the_person_who_answers(state: RedisClient) -> None:
    say(state, ADA, HERS, OTHER)

    async def main() -> None:
        client = connect()
        try:
            customers, desk = Customers(client), Desk(client)
            await desk.take(ADA, "mia")
            assert await customers.current(ADA, HERS, KEEP_S) == ADA
            assert await with_brought(client, [ADA]) == [ADA, HERS]
            await desk.close(ADA, "mia")
            assert await customers.current(ADA, "", KEEP_S) == ADA  # where the answers stand
            await desk.take(OTHER, "mia")
            assert await customers.current(ADA, OTHER, KEEP_S) == OTHER
            await desk.take(HERS, "tom")
            assert await customers.current(ADA, "", KEEP_S) == OTHER
            await desk.close(OTHER, "mia")
            assert await customers.current(ADA, "", KEEP_S) == HERS
            await desk.close(HERS, "tom")
            assert await customers.current(ADA, "", KEEP_S) == HERS
        finally:
            await disconnect(client)

    asyncio.run(main())
