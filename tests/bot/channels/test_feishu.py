"""Feishu's own ways: encrypted events, the challenge, access tokens, groups, cards."""

import asyncio
import base64
import json
from collections.abc import Callable

import pytest

from bot.channels.platforms.feishu_messages import decrypted, text_of
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.feishu import VERIFICATION, FeishuKit
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Platform, Says
from tests.support.messaging.server import served, until
from tests.support.scripted_replies import say

KIT = FeishuKit()
MENTION = [{"key": "@_user_1", "id": {"open_id": "ou_bot"}, "name": "Heed"}]
Start = Callable[[Kit], Platform]


def test_what_feishu_publishes_as_an_example_is_decrypted() -> None:
    # https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
    assert decrypted("test key", "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=") == b"hello world"


@pytest.mark.parametrize("text", ["", "no base64", base64.b64encode(b"short").decode(), base64.b64encode(bytes(33)).decode()])
def test_what_is_not_encrypted_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        decrypted("test key", text)


def test_the_challenge_is_answered(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            signed = KIT.signed({"type": "url_verification", "challenge": "c-17", "token": VERIFICATION})
            for challenge in (signed, signed.without(KIT.signature)):
                status, body = await server.post(challenge)
                assert (status, json.loads(body)) == (200, {"challenge": "c-17"})

    asyncio.run(main())


def test_a_token_that_is_refused_is_asked_for_anew(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            for number in range(3):
                await server.post(KIT.text(f"a{number}", "hello"))
            await until(lambda: len([1 for call in api.taken if KIT.shown(call)]) == 3)
            assert len([1 for call in api.calls if "tenant_access_token" in call.path]) == 1
            api.planned = [Says(400, {"code": 99991663, "msg": "token invalid"}, takes=False)]
            await server.post(KIT.text("b", "again"))
            await until(lambda: len([1 for call in api.taken if KIT.shown(call)]) == 4)
            assert len([1 for call in api.calls if "tenant_access_token" in call.path]) == 2

    asyncio.run(main())


def test_without_a_token_an_answer_waits(state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.frame.tokens.SHORTEST_S", 0.1)
    api = platform_of(KIT)
    usual = api.usual
    firsts = [Says(200, {"code": 10014, "msg": "app secret invalid"}), Says(200, {"code": 0, "tenant_access_token": "", "expire": 7_200})]
    api.usual = lambda call, number: firsts.pop() if firsts and "tenant_access_token" in call.path else usual(call, number)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await server.post(KIT.text("t", "hello"))
            await until(lambda: any(KIT.shown(call) for call in api.taken))

    asyncio.run(main())


def test_in_groups_only_what_is_meant_for_it_is_answered_and_cards_know_where_they_are(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)
    group = {"chat_type": "group", "chat_id": "oc_g"}

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            choice = say(text="Which?", buttons=[{"title": "My order", "payload": "/order"}])
            other = [{"key": "@_user_1", "id": {"open_id": "ou_other"}, "name": "Other"}]
            await server.post(KIT.message("1", {"text": "among ourselves"}, **group))
            await server.post(KIT.message("2", {"text": "@_user_1 you?"}, mentions=other, **group))
            await server.post(KIT.message("3", {"text": f"@_user_1 {choice}"}, mentions=MENTION, **group))
            await until(lambda: any(KIT.shown(call) for call in api.taken))
            sent = next(call for call in api.taken if KIT.shown(call))
            assert sent.path == "/open-apis/im/v1/messages/om_3/reply"
            card = json.loads(sent.json["content"])
            value = card["elements"][1]["actions"][0]["value"]
            assert (await server.post(KIT.press("4", value["button"], user="another", chat=value["chat"])))[0] == 200
            assert (await server.post(KIT.press("5", value["button"], chat=value["chat"])))[0] == 200
            await until(lambda: len(server.agent.turns) == 2)
            assert (server.agent.turns[1].text, server.agent.turns[1].sender_id) == ("/order", f"{KIT.conversation()}:oc_g")

    asyncio.run(main())


def test_mentions_are_left_out_whole() -> None:
    mentions = [{"key": f"@_user_{number}"} for number in range(1, 12)]
    assert text_of({"text": "@_user_1 @_user_10 @_user_11 where is it?"}, mentions) == "where is it?"


def test_posts_and_files_are_read(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            _, image, post, mention, _ = KIT.others()
            for each in (image, post, mention):
                assert (await server.post(each))[0] == 200
            await until(lambda: len(server.agent.turns) == 3)
            assert {turn.text for turn in server.agent.turns} == {"[image]", "Hello\nwhere is it", "hello"}

    asyncio.run(main())
