"""DingTalk's own ways: the session's address, answers after it, what a button writes, groups, files."""

import asyncio
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.channels.frame.markup import parse
from bot.channels.platforms.dingtalk_messages import dingtalk_markdown
from bot.state.redis.keys import key
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.dingtalk import DingTalkKit
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Platform, Says
from tests.support.messaging.server import served, until
from tests.support.scripted_replies import say

KIT = DingTalkKit()
Start = Callable[[Kit], Platform]


def test_nothing_is_sent_to_an_address_that_is_not_dingtalks(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)
    foreign = [
        "http://evil.example/robot/sendBySession?session=1",
        f"{api.url}.evil.example/robot/sendBySession?s=1",
        f"{api.url}/admin?x=1",
    ]

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            for number, address in enumerate(foreign):
                await server.post(KIT.message(f"{number}", sessionWebhook=address, text={"content": "hello"}))
                await until(lambda number=number: state.xlen(key(KIT.conversation(), "undelivered")) == number + 1)
            assert api.calls == []

    asyncio.run(main())


def test_after_its_session_a_customer_is_written_to_by_the_api(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)
    over = int(time.time() * 1000) - 1_000
    choice = say(text="Which?", buttons=[{"title": "My order", "payload": "/order"}])

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.message("1", sessionWebhookExpiredTime=over, text={"content": choice}))
            await server.post(
                KIT.message("2", sessionWebhookExpiredTime=over, conversationType="2", conversationId="cid9", text={"content": "hello"})
            )
            await until(lambda: len([1 for call in api.taken if "/v1.0/robot/" in call.path]) == 2)

    asyncio.run(main())
    sent = {call.path.rpartition("/v1.0/robot/")[2]: call for call in api.taken if "/v1.0/robot/" in call.path}
    private = sent["oToMessages/batchSend"]
    assert private.json["userIds"] == ["4711"]
    assert json.loads(private.json["msgParam"])["text"] == "Which?\n\n1. My order"
    assert sent["groupMessages/send"].json["openConversationId"] == "cid9"
    assert len([1 for call in api.calls if call.path.endswith("/accessToken")]) == 1


@pytest.mark.parametrize(
    "first", [Says(400, {"code": "invalidClientIdOrSecret"}), Says(200, {}), Says(504), Says(401, {"code": "InvalidAuthentication"})]
)
def test_without_a_token_an_answer_waits(state: RedisClient, platform_of: Start, first: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.frame.tokens.SHORTEST_S", 0.1)
    api = platform_of(KIT)
    usual, firsts = api.usual, [first]
    api.usual = lambda call, number: firsts.pop() if firsts and call.path.endswith("/accessToken") else usual(call, number)
    over = int(time.time() * 1000) - 1_000

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.message("1", sessionWebhookExpiredTime=over, text={"content": "hello"}))
            await until(lambda: [call for call in api.taken if "/v1.0/robot/" in call.path] != [])

    asyncio.run(main())


def test_a_token_that_is_refused_is_asked_for_anew(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)
    api.planned = [Says(400, {"code": "InvalidAuthentication", "message": "the token is no good"}, takes=False)]
    over = int(time.time() * 1000) - 1_000

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.message("1", sessionWebhookExpiredTime=over, text={"content": "hello"}))
            await until(lambda: [call for call in api.taken if "/v1.0/robot/" in call.path] != [])

    asyncio.run(main())
    assert len([1 for call in api.calls if call.path.endswith("/accessToken")]) == 2


def test_a_robot_that_is_too_fast_waits(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)
    api.planned = [Says(200, {"errcode": 130101, "errmsg": "send too fast"}, {"Retry-After": "1"}, takes=False)]

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.text("1", "hello"))
            await until(lambda: [call for call in api.taken if KIT.shown(call)] != [])

    asyncio.run(main())


def test_groups_and_files(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.message("0", conversationType="2", isInAtList=False, text={"content": "among ourselves"}))
            for posted in KIT.others():
                assert (await server.post(posted))[0] == 200
            await until(lambda: len(server.agent.turns) == 4)
            turns = {turn.text: turn for turn in server.agent.turns}
            assert set(turns) == {"[image]", "this", "where is it", "hello"}
            assert turns["hello"].sender_id == f"{KIT.conversation()}:cid1"
            assert json.loads(turns["this"].metadata["media"])[0]["reference"] == "c2"

    asyncio.run(main())


def test_stream_mode_needs_no_public_address(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)
    kit = DingTalkKit()
    kit.credentials(api.url)
    foreign = {**json.loads(kit.text("9", "for another robot").body), "robotCode": "dingother"}
    api.frames = [
        kit.frame("ping", json.dumps({"opaque": "o-1"}), "SYSTEM", "ping"),
        kit.frame("event", "{}", "EVENT", "*"),
        kit.frame("broken", "[]"),
        kit.frame("foreign", json.dumps(foreign)),
        kit.frame("first", kit.text("1", "hello").body.decode()),
        kit.frame("again", kit.text("1", "hello").body.decode()),
        kit.frame("bye", "{}", "SYSTEM", "disconnect"),
    ]

    async def main() -> None:
        async with served(channel_of(KIT, api.url, stream=True)) as server:
            await until(lambda: len(api.connected) == 2)  # as it was told
            api.frames.append(kit.frame("second", kit.text("2", "and now?").body.decode()))
            await until(lambda: len([1 for call in api.taken if KIT.shown(call)]) == 2)
            await until(lambda: len(api.answered) == 7)
            assert [turn.text for turn in server.agent.turns] == ["hello", "and now?"]

    asyncio.run(main())
    answers = {each["headers"]["messageId"]: each for each in map(json.loads, api.answered)}
    codes = {"ping": 200, "event": 404, "broken": 400, "foreign": 200, "first": 200, "again": 200, "second": 200}
    assert {name: each["code"] for name, each in answers.items()} == codes
    assert json.loads(answers["ping"]["data"]) == {"opaque": "o-1"}
    assert parse_qs(urlsplit(api.connected[0]).query) == {"ticket": ["a b/c"]}


def test_its_markdown_has_no_marks_but_ours() -> None:
    text = dingtalk_markdown(parse("**bold** 2*3*4 [a](https://b.example)\n# no title\n\n![x](y) https://c.example/_d_"))
    assert "**bold**" in text
    assert "[a](https://b.example)  \n#\u2060 no title\n\n" in text
    assert "2*\u20603*\u20604" in text
    assert "!\u2060x" in text
    assert text.endswith("[https://c.example/_d_](https://c.example/_d_)")
