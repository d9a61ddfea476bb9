"""WeChat's own ways: the answer in the response, and once; safe and plain mode; greetings, menus, images."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.wechat import WeChatChannel
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Platform, Says
from tests.support.messaging.server import served, until
from tests.support.messaging.wechat import APP, WeChatKit, WeChatPlainKit, echo, plain
from tests.support.messaging.weixin import field
from tests.support.scripted_replies import say, sentences

Start = Callable[[Kit], Platform]


def replied(kit: WeChatKit, body: bytes) -> str:
    """The text of a response."""
    inner = kit.open(body) if b"<Encrypt>" in body else body
    return field(inner, "Content")


@pytest.mark.parametrize("kit", [WeChatKit(), WeChatPlainKit()], ids=["safe", "plain"])
def test_a_reply_that_is_there_soon_is_the_response_and_the_same_when_asked_again(
    state: RedisClient, platform_of: Start, kit: WeChatKit
) -> None:
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url, passive_seconds=4.0)) as server:
            first, again = kit.text("1", "hello"), kit.text("1", "hello")
            answers = [await server.post(posted) for posted in (first, first, again)]
            assert [(status, replied(kit, body)) for status, body in answers] == [(200, "you said: hello")] * 3
            if kit.channel == "wechat" and b"<Encrypt>" in answers[0][1]:
                sealed = field(answers[0][1], "Encrypt")
                about = (field(answers[0][1], "TimeStamp"), field(answers[0][1], "Nonce"), sealed)
                assert field(answers[0][1], "MsgSignature") == kit.envelope.sign(*about)
            assert len(server.agent.turns) == 1

    asyncio.run(main())
    assert not [call for call in api.calls if "custom/send" in call.path]


def test_a_reply_that_takes_longer_is_a_customer_service_message(state: RedisClient, platform_of: Start) -> None:
    kit = WeChatKit()
    api = platform_of(kit)

    async def slow(text: str) -> list[dict[str, Any]]:
        await asyncio.sleep(1.0)
        return [{"text": text}]

    async def main() -> None:
        async with served(channel_of(kit, api.url, passive_seconds=0.3), turn=slow) as server:
            assert await server.post(kit.text("1", "hello")) == (200, b"success")
            await until(lambda: [kit.shown(call) for call in api.taken if kit.shown(call)] != [])
            assert (await server.post(kit.text("1", "hello")))[1] == b"success"
            await asyncio.sleep(0.2)

    asyncio.run(main())
    [shown] = [found for call in api.taken if (found := kit.shown(call))]
    assert shown.text == "hello"
    assert [call for call in api.calls if "custom/typing" in call.path]


def test_only_the_end_of_a_long_reply_is_the_response_and_menus_are_sent(state: RedisClient, platform_of: Start) -> None:
    kit = WeChatKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url, passive_seconds=4.0)) as server:
            _, body = await server.post(kit.text("1", say(sentences=60)))
            parts = [found.text for call in api.taken if (found := kit.shown(call))]
            assert len(parts) > 1
            assert " ".join([*parts, replied(kit, body)]) == sentences(60)
            api.taken.clear()
            buttons = [{"title": "Mine", "payload": "/mine"}]
            waiting = asyncio.ensure_future(server.post(kit.text("2", say(text="Which?", buttons=buttons))))
            await until(lambda: bool([1 for call in api.taken if kit.shown(call)]))
            [shown] = [found for call in api.taken if (found := kit.shown(call))]
            assert shown.text == "Which?"
            waiting.cancel()

    asyncio.run(main())


def test_in_plain_mode_a_signature_is_good_for_one_body(state: RedisClient, platform_of: Start) -> None:
    kit = WeChatPlainKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            right = kit.text("1", "hello")
            other = kit.message(MsgType="text", Content="another", MsgId="2")
            assert [(await server.post(posted))[0] for posted in (right, right)] == [200, 200]
            stolen = plain(right.body)
            forged = type(right)(other, stolen.headers, stolen.path, query=stolen.query)
            assert (await server.post(forged))[0] == 403
            assert [turn.text for turn in server.agent.turns] == ["hello"]

    asyncio.run(main())


def test_wechat_is_told_that_the_server_is_there(state: RedisClient, platform_of: Start) -> None:
    kit = WeChatKit()

    async def main() -> None:
        async with served(channel_of(kit, platform_of(kit).url)) as server:
            assert await server.post(echo("<b>1234")) == (200, b"<b>1234")

    asyncio.run(main())


def test_who_follows_is_greeted_and_media_and_menus_are_read(state: RedisClient, platform_of: Start) -> None:
    kit = WeChatKit()
    api = platform_of(kit)
    messages = [
        kit.message(MsgType="event", Event="subscribe", EventKey=""),
        kit.message(user="2", MsgType="event", Event="CLICK", EventKey="Where is my order?"),
        kit.message(user="3", MsgType="voice", MediaId="m1", Format="amr", Recognition="my lamp is broken", MsgId="1"),
        kit.message(user="4", MsgType="image", MediaId="m2", PicUrl="https://mmbiz.example/1", MsgId="2"),
        kit.message(user="5", MsgType="event", Event="unsubscribe", EventKey=""),
        kit.message(user="6", MsgType="event", Event="LOCATION", Latitude="1", EventKey=""),
    ]

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            for message in messages:
                assert await server.post(kit.signed(message)) == (200, b"success")
            await until(lambda: len(server.agent.turns) == 4)
            turns = {turn.sender_id.rpartition(":")[2]: turn for turn in server.agent.turns}
            assert [turns[user].text for user in ("o4711", "o2", "o3", "o4")] == [
                "Hello",
                "Where is my order?",
                "my lamp is broken",
                "[image]",
            ]
            assert json.loads(turns["o4"].metadata["media"]) == [{"kind": "image", "reference": "m2", "name": ""}]

    asyncio.run(main())


@pytest.mark.parametrize(
    ("code", "seen"),
    [(45015, "older than 48 hours"), (45047, "no more messages"), (43004, "doesn't follow"), (48001, "verified")],
)
def test_what_wechat_refuses_is_said_in_words(state: RedisClient, platform_of: Start, caplog: Any, code: int, seen: str) -> None:
    kit = WeChatKit()
    api = platform_of(kit)
    api.planned = [Says(body={"errcode": code, "errmsg": "x"}, takes=False)]

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("1", "hello"))
            await until(lambda: seen in caplog.text)

    asyncio.run(main())


@pytest.mark.parametrize("settings", [{"app_id": ""}, {"passive_seconds": 5.0}, {"encoding_aes_key": "A" * 42}, {"encrypted": "yes"}])
def test_bad_settings_are_named(platform_of: Start, settings: dict[str, Any]) -> None:
    kit = WeChatKit()
    with pytest.raises(SettingsError, match=next(iter(settings))):
        channel_of(kit, platform_of(kit).url, **settings)


def test_without_a_key_only_plain_mode_that_was_asked_for(monkeypatch: pytest.MonkeyPatch, platform_of: Start) -> None:
    platform_of(WeChatPlainKit())
    with pytest.raises(SettingsError, match="WECHAT_ENCODING_AES_KEY"):
        WeChatChannel.from_credentials({"app_id": APP})
    assert WeChatChannel.from_credentials({"app_id": APP, "encrypted": False})
