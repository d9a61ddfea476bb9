"""Twilio's own ways: what became of a message is told later, at the same address."""

import asyncio
import json
from collections.abc import Callable

from bot.channels.frame.api import Answer
from bot.state.redis.keys import key
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Platform
from tests.support.messaging.server import served, until
from tests.support.messaging.twilio import PUBLIC, TwilioKit

KIT = TwilioKit()
Start = Callable[[Kit], Platform]


def test_a_failure_that_comes_later_is_kept_and_is_no_message(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.text("1", "hello", "7"))
            await until(lambda: state.hlen(key(KIT.conversation("7"), "sent")) == 1)
            [id] = state.hkeys(key(KIT.conversation("7"), "sent"))
            about = {"MessageSid": id, "From": "+441134960123", "To": "+447", "ErrorCode": "63016"}
            for status in ("sent", "undelivered"):
                assert (await server.post(KIT.signed({**about, "MessageStatus": status})))[0] == 200
            assert len(server.agent.turns) == 1

    asyncio.run(main())
    [(_, fields)] = state.xrange(key(KIT.conversation("7"), "undelivered"))
    assert json.loads(fields["undelivered"])["reason"] == "undelivered: 63016"
    assert api.taken[0].form["StatusCallback"] == f"{PUBLIC}/webhooks/twilio/webhook"


def test_what_its_errors_mean(platform_of: Start) -> None:
    api = platform_of(KIT)
    channel = channel_of(KIT, api.url)

    def meant(code: int) -> str:
        return type(channel.explain(Answer(400, {"code": code}, {}, ""))).__name__

    assert [meant(code) for code in (20429, 63018, 20003, 20005, 21610)] == ["TryLater"] * 4 + ["NoneType"]
