"""WeCom's own ways: one access token for all processes, cards that can be pressed once, errors by their codes."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.frame.api import Api
from bot.channels.frame.markup import parse
from bot.channels.platforms.weixin import WeixinChannel, linked, unlinked
from bot.state.deliveries.kept import Kept
from bot.state.redis.client import connect, disconnect
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Call, Platform, Says
from tests.support.messaging.server import served, until
from tests.support.messaging.wecom import SECRET, WeComKit, question
from tests.support.scripted_replies import say

Start = Callable[[Kit], Platform]


def shown(kit: Kit, api: Platform) -> list[Any]:
    return [found for call in api.taken if (found := kit.shown(call))]


def asked_for_tokens(api: Platform) -> int:
    return len([1 for call in api.calls if "gettoken" in call.path])


def test_wecom_is_told_that_the_server_is_there(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKit()

    async def main() -> None:
        async with served(channel_of(kit, platform_of(kit).url)) as server:
            assert await server.post(question(kit, "1616140317555161061")) == (200, b"1616140317555161061")

    asyncio.run(main())


def test_processes_share_a_token_and_one_that_is_refused_is_made_anew(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as one:
            await asyncio.gather(*(one.post(kit.text(f"{number}", "hello", f"{number}")) for number in range(5)))
            await until(lambda: len(shown(kit, api)) == 5)
        async with served(channel_of(kit, api.url)) as other:
            await other.post(kit.text("6", "hello"))
            await until(lambda: len(shown(kit, api)) == 6)
            assert asked_for_tokens(api) == 1
            kit.tokens += 1  # the platform's newest is another by now
            await other.post(kit.text("7", "again"))
            await until(lambda: len(shown(kit, api)) == 7)
            assert asked_for_tokens(api) == 2

    asyncio.run(main())
    assert [each.text for each in shown(kit, api)][-2:] == ["you said: hello", "you said: again"]


def test_a_secret_that_is_no_good_is_said_and_never_shown(state: RedisClient, platform_of: Start, caplog: pytest.LogCaptureFixture) -> None:
    kit = WeComKit()
    api = platform_of(kit)
    api.usual = lambda call, number: Says(body={"errcode": 40001, "errmsg": f"invalid credential {SECRET}"}, takes=False)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("1", "hello"))
            await until(lambda: "the access token is no good" in caplog.text)

    caplog.set_level(logging.DEBUG)
    asyncio.run(main())
    assert SECRET not in caplog.text


def test_a_card_shows_that_it_was_pressed(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("1", say(text="Which?", buttons=[{"title": "Mine", "payload": "/mine"}])))
            await until(lambda: bool(shown(kit, api)))
            [(_, button)] = shown(kit, api)[0].buttons
            for _ in range(2):
                await server.post(kit.press("2", button))
            await until(lambda: len(server.agent.turns) == 2)
            assert server.agent.turns[1].text == "/mine"
            await until(lambda: bool([1 for call in api.calls if "update_template_card" in call.path]))

    asyncio.run(main())
    told = next(json.loads(call.body) for call in api.calls if "update_template_card" in call.path)
    assert (told["userids"], told["agentid"], told["response_code"]) == (["u4711"], 1000002, "code2")


def test_a_long_question_stands_above_its_card(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKit()
    api = platform_of(kit)
    long = "This is said before the question. " * 20

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("1", say(text=f"{long}Which?", buttons=[{"title": "Mine", "payload": "/mine"}])))
            await until(lambda: any(each.buttons for each in shown(kit, api)))

    asyncio.run(main())
    above, card = shown(kit, api)
    assert f"{above.text} {card.text}" == f"{long}Which?"
    assert len(card.text) <= 160


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"errcode": -1, "errmsg": "system busy"}, "put off"),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, "put off"),
        ({"errcode": 60020, "errmsg": "not allow to access from your ip"}, "put on the platform's list"),
        ({"errcode": 81013, "errmsg": "user & party & tag all invalid"}, "refused"),
        ({"errcode": 0, "errmsg": "ok", "invaliduser": "u4711"}, "refused"),
    ],
)
def test_what_a_code_means(state: RedisClient, platform_of: Start, caplog: Any, answer: dict[str, Any], outcome: str) -> None:
    kit = WeComKit()
    api = platform_of(kit)
    api.planned = [Says(body=answer, takes=False)]

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("1", "hello"))
            await until(lambda: outcome in caplog.text)

    asyncio.run(main())


def test_an_image_is_uploaded_once_or_its_address_is_sent(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            for number, image in enumerate([kit.image, kit.image, f"{api.url}/cgi-bin/no-image", "http://127.0.0.1:1/x.png"]):
                await server.post(kit.text(f"{number}", say(image=image)))
            await until(lambda: len(shown(kit, api)) == 4)
            [*_, missing, away] = shown(kit, api)
            assert (missing.text, away.text) == (f"{api.url}/cgi-bin/no-image", "http://127.0.0.1:1/x.png")

    asyncio.run(main())
    assert [each.image for each in shown(kit, api)[:2]] == [kit.image, kit.image]
    assert len([1 for call in api.calls if "media/upload" in call.path]) == 1


def test_what_a_text_holds_never_becomes_a_link() -> None:
    runs = parse("See [our page](https://shop.example/a?b=1&c=2), 3 < 4, <a href='https://evil.example'>this</a> and **that**")
    for style in (linked, unlinked):
        said = style(runs)
        assert "<a href='https://evil.example'>" not in said
        assert "3 < 4" in said
        assert "**" not in said
    assert '<a href="https://shop.example/a?b=1&amp;c=2">our page</a>' in linked(runs)
    assert "our page (https://shop.example/a?b=1&c=2)" in unlinked(runs)


def test_a_check_asks_the_platform(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKit()
    api = platform_of(kit)

    def usual(call: Call, number: int) -> Says:
        return Says(body={"errcode": 0, "ip_list": ["1.2.3.4"]}) if "get_api_domain_ip" in call.path else kit.usual(call, number)

    api.usual = usual
    channel = channel_of(kit, api.url)
    assert isinstance(channel, WeixinChannel)

    async def main() -> list[str]:
        client = connect()
        channel.api, channel.kept = Api(channel.settings.secrets, channel.explain), Kept(client, "wecom")
        try:
            return await channel.check()
        finally:
            await channel.api.close()
            await disconnect(client)

    assert asyncio.run(main()) == ["the secret is right; the platform names 1 addresses of its own"]


@pytest.mark.parametrize("settings", [{"corp_id": ""}, {"encoding_aes_key": "x" * 43 + "="}])
def test_bad_settings_are_named(platform_of: Start, settings: dict[str, Any]) -> None:
    kit = WeComKit()
    with pytest.raises(SettingsError, match=next(iter(settings))):
        channel_of(kit, platform_of(kit).url, **settings)
