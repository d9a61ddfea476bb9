"""Slack's own ways: one mention in two events, threads, its markup, the challenge, Socket Mode."""

import asyncio
import json
from collections.abc import Callable

import pytest

from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.files import answer, sent
from tests.support.messaging.kit import Kit, Posted
from tests.support.messaging.platform import Call, Platform, Says
from tests.support.messaging.server import served, until
from tests.support.messaging.slack import SlackKit

KIT = SlackKit()
Start = Callable[[Kit], Platform]


def said(ts: str, text: str, user: str = "U1", thread: str = "", kind: str = "message") -> Posted:
    about = {"type": kind, "channel": "C1", "channel_type": "channel", "user": user, "text": text, "ts": ts}
    return KIT.event({**about, "thread_ts": thread} if thread else about)


def test_the_challenge_is_answered(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            status, body = await server.post(KIT.signed('{"type": "url_verification", "challenge": "c"}'))
            assert (status, json.loads(body)) == (200, {"challenge": "c"})

    asyncio.run(main())


def test_a_mention_opens_a_thread_that_is_answered_as_long_as_nobody_else_speaks(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            for posted in (
                said("1.0", "among ourselves"),
                said("2.0", "<@UBOT> where &lt;is&gt; <https://shop.example|it>?", kind="app_mention"),
                said("2.0", "<@UBOT> where &lt;is&gt; <https://shop.example|it>?"),  # the same, as another event
                said("2.1", "and the lamp?", thread="2.0"),
                said("2.2", "I know that one", user="U2", thread="2.0"),
                said("2.3", "thanks", thread="2.0"),
                said("3.0", "<@U2> hello"),
                said("3.1", "<@UBOT2> are you another one?"),
            ):
                assert (await server.post(posted))[0] == 200
            await until(lambda: len([call for call in api.taken if KIT.shown(call)]) == 2)
            assert [turn.text for turn in server.agent.turns] == ["where <is> it?", "and the lamp?"]
            assert {turn.sender_id for turn in server.agent.turns} == {"slack:T1:U1:C1:2.0"}
            assert {(call.json["channel"], call.json["thread_ts"]) for call in api.taken} == {("C1", "2.0")}

    asyncio.run(main())


def test_its_errors_come_with_status_200(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)
    errors = ["ratelimited", "invalid_auth", "channel_not_found"]
    channel = channel_of(KIT, api.url)
    from bot.channels.frame.api import Answer

    kinds = [type(channel.explain(Answer(200, {"ok": False, "error": error}, {}, ""))).__name__ for error in [*errors, "fatal_error"]]
    assert kinds == ["TryLater", "TryLater", "Refused", "Unknown"]


def test_socket_mode_needs_no_public_address(state: RedisClient, platform_of: Start) -> None:
    api = platform_of(KIT)

    def usual(call: Call, number: int) -> Says:
        if call.path.endswith("/apps.connections.open"):
            assert call.headers["authorization"] == "Bearer xapp-1-token"
            return Says(body={"ok": True, "url": f"{api.url.replace('http', 'ws')}/link?ticket=1"})
        return KIT.usual(call, number)

    async def main() -> None:
        async with served(channel_of(KIT, api.url, app_token="xapp-1-token")) as server:
            await until(lambda: len([call for call in api.taken if KIT.shown(call)]) == 1)
            await until(lambda: [json.loads(each) for each in api.answered] == [{"envelope_id": f"e{number}"} for number in range(2)])
            assert [turn.text for turn in server.agent.turns] == ["hello"]

    api.usual = usual
    payloads = [["no", "event"], json.loads(KIT.text("7", "hello").body)]
    envelopes = [{"envelope_id": f"e{number}", "type": "events_api", "payload": each} for number, each in enumerate(payloads)]
    api.frames = [json.dumps(each) for each in ({"type": "hello"}, *envelopes)]
    asyncio.run(main())


def test_a_file_of_another_service_gets_no_token(state: RedisClient, platform_of: Start, caplog: pytest.LogCaptureFixture) -> None:
    api, foreign = platform_of(KIT), platform_of(KIT)

    def usual(call: Call, number: int) -> Says:
        return answer(KIT, foreign.url, call) or KIT.usual(call, number)

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            assert (await server.post(sent(KIT, api.url)))[0] == 200
            await until(lambda: "is not the platform's" in caplog.text)

    api.usual = usual
    asyncio.run(main())
    assert foreign.calls == []
