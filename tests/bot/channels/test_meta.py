"""WhatsApp's, Messenger's and Instagram's own ways: the subscription, the window, failures that come later, lists."""

import asyncio
import json
import time
from collections.abc import Callable

import pytest

from bot.channels.frame.api import Answer
from bot.state.redis.keys import key
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.kit import Kit, Posted
from tests.support.messaging.meta import VERIFY, InstagramKit, MessengerKit, WhatsAppKit
from tests.support.messaging.platform import Platform
from tests.support.messaging.server import served, until
from tests.support.scripted_replies import say

WHATSAPP, KITS = WhatsAppKit(), [WhatsAppKit(), MessengerKit(), InstagramKit()]
Start = Callable[[Kit], Platform]


@pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.channel)
def test_a_subscription_is_confirmed(state: RedisClient, platform_of: Start, kit: Kit) -> None:
    api = platform_of(kit)
    query = f"hub.mode=subscribe&hub.verify_token={VERIFY.replace(' ', '+')}&hub.challenge=1158201444"

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            assert await server.post(Posted(b"", {}, f"{kit.webhook}?{query}", "GET")) == (200, b"1158201444")

    asyncio.run(main())


def test_what_isnt_ascii_is_signed_as_meta_writes_it(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(WHATSAPP)

    async def main() -> None:
        async with served(channel_of(WHATSAPP, api.url)) as server:
            assert (await server.post(WHATSAPP.text("1", "wo ist es? 😀 在哪里")))[0] == 200
            await until(lambda: len(server.agent.turns) == 1)
            assert server.agent.turns[0].text == "wo ist es? 😀 在哪里"

    asyncio.run(main())


def test_after_24_hours_nothing_is_sent_and_that_is_said(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(WHATSAPP)
    old = WHATSAPP.message("1", type="text", text={"body": "hello"})
    old["timestamp"] = str(int(time.time()) - 25 * 3600)

    async def main() -> None:
        async with served(channel_of(WHATSAPP, api.url)) as server:
            await server.post(WHATSAPP.signed(WHATSAPP.entries([old])))
            await until(lambda: state.xlen(key(WHATSAPP.conversation(), "undelivered")) == 1)
            await server.post(WHATSAPP.text("2", "and now"))
            await until(lambda: len([call for call in api.taken if WHATSAPP.shown(call)]) == 1)

    asyncio.run(main())
    [(_, fields)] = state.xrange(key(WHATSAPP.conversation(), "undelivered"))
    assert "24 hours" in json.loads(fields["undelivered"])["reason"]


def test_a_failure_that_comes_later_is_kept(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(WHATSAPP)

    async def main() -> None:
        async with served(channel_of(WHATSAPP, api.url)) as server:
            await server.post(WHATSAPP.text("1", "hello"))
            await until(lambda: state.hlen(key(WHATSAPP.conversation(), "sent")) == 1)
            [id] = state.hkeys(key(WHATSAPP.conversation(), "sent"))
            failed = {"id": id, "status": "failed", "recipient_id": "4711", "errors": [{"code": 131026, "title": "Undeliverable"}]}
            for status in ({**failed, "status": "delivered"}, failed):
                assert (await server.post(WHATSAPP.signed(WHATSAPP.entries([], statuses=[status]))))[0] == 200

    asyncio.run(main())
    [(_, fields)] = state.xrange(key(WHATSAPP.conversation(), "undelivered"))
    assert json.loads(fields["undelivered"])["reason"] == "131026 Undeliverable"


def test_more_than_three_choices_are_a_list(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(WHATSAPP)
    buttons = [{"title": f"Choice {number}", "payload": f"/choice{number}"} for number in range(5)]

    async def main() -> None:
        async with served(channel_of(WHATSAPP, api.url)) as server:
            await server.post(WHATSAPP.text("1", say(text="Which?", buttons=buttons)))
            await until(lambda: len([call for call in api.taken if WHATSAPP.shown(call)]) == 1)
            shown = next(found for call in api.taken if (found := WHATSAPP.shown(call)))
            answer = {"type": "list_reply", "list_reply": {"id": shown.buttons[4][1], "title": "Choice 4"}}
            message = WHATSAPP.message("2", type="interactive", interactive=answer)
            await server.post(WHATSAPP.signed(WHATSAPP.entries([message])))
            await until(lambda: len(server.agent.turns) == 2)
            assert server.agent.turns[1].text == "/choice4"
            await server.post(WHATSAPP.text("3", "3"))  # or its number
            await until(lambda: len(server.agent.turns) == 3)
            assert server.agent.turns[2].text == "/choice2"

    asyncio.run(main())


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (130429, "TryLater"),
        (131056, "TryLater"),
        (190, "TryLater"),
        (131047, "Refused"),
        (131026, "Refused"),
        (100, "Refused"),
        (551, "Refused"),
        (1200, "TryLater"),
        (131000, "TryLater"),
        (131057, "TryLater"),
        (133004, "TryLater"),
        (368, "TryLater"),
        (131031, "TryLater"),
    ],
)
def test_error_codes_say_what_to_do(platform_of: Start, code: int, kind: str) -> None:
    channel = channel_of(WHATSAPP, platform_of(WHATSAPP).url)
    assert type(channel.explain(Answer(400, {"error": {"code": code, "message": "…"}}, {}, ""))).__name__ == kind
