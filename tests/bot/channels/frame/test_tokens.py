"""An access token that can't be had: the message waits, whatever the platform says of the token."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from redis.exceptions import ConnectionError as RedisAway

from bot.channels.frame import tokens
from bot.channels.frame.api import Answer, NoLogin, Unknown
from bot.channels.frame.tokens import token_in, with_token
from bot.state.deliveries.contract import Refused, TryLater
from bot.state.deliveries.kept import Kept
from bot.state.redis.client import connect, disconnect
from tests.bot.conftest import RedisClient


def called(make: Callable[[], Awaitable[tuple[str, float]]], call: Callable[[str], Awaitable[Answer]]) -> Answer:
    async def main() -> Answer:
        client = connect()
        try:
            return await with_token(Kept(client, "pager"), make, call)
        finally:
            await disconnect(client)

    return asyncio.run(main())


async def never(token: str) -> Answer:
    raise AssertionError("there is no token to call with")


@pytest.mark.parametrize("problem", [Unknown("HTTP 504"), Refused("invalid secret"), RedisAway("away"), OSError("away")])
def test_whatever_became_of_the_token_the_message_waits(state: RedisClient, problem: Exception) -> None:
    async def make() -> tuple[str, float]:
        raise problem

    with pytest.raises(TryLater, match="no access token") as raised:
        called(make, never)
    assert raised.value.after_s == tokens.SHORTEST_S


def test_a_token_that_takes_too_long_is_not_waited_for(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "LONGEST_S", 0.05)

    async def make() -> tuple[str, float]:
        await asyncio.sleep(30)
        return "token", 60.0

    with pytest.raises(TryLater, match="takes too long"):
        called(make, never)


def test_a_secret_that_is_refused_is_said_as_such(state: RedisClient) -> None:
    async def make() -> tuple[str, float]:
        raise NoLogin("HTTP 401")

    with pytest.raises(NoLogin):
        called(make, never)


def test_what_the_call_itself_raises_is_the_messages_outcome(state: RedisClient) -> None:
    async def make() -> tuple[str, float]:
        return "token", 60.0

    async def call(token: str) -> Answer:
        raise Refused("blocked")

    with pytest.raises(Refused, match="blocked"):
        called(make, call)


def test_an_answer_without_a_token_is_none() -> None:
    assert token_in(Answer(200, {"accessToken": "a", "expireIn": 7_200}, {}, ""), "accessToken", "expireIn") == ("a", 6_900.0)
    for body in ({}, {"access_token": "", "expires_in": 7_200}, {"access_token": "a"}):
        with pytest.raises(TryLater):
            token_in(Answer(200, body, {}, ""))
