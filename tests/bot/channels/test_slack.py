"""Slack's own ways: one mention in two events, threads, its markup, the challenge, Socket Mode."""

import asyncio
import json
import threading
from collections.abc import Callable

from aiohttp import WSMsgType, web

from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
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
    acknowledged: list[str] = []
    socket = Socket([("events_api", json.loads(KIT.text("7", "hello").body))], acknowledged)

    def usual(call: Call, number: int) -> Says:
        if call.path.endswith("/apps.connections.open"):
            assert call.headers["authorization"] == "Bearer xapp-1-token"
            return Says(body={"ok": True, "url": f"ws://127.0.0.1:{socket.port}"})
        return KIT.usual(call, number)

    api.usual = usual

    async def main() -> None:
        async with served(channel_of(KIT, api.url, app_token="xapp-1-token")) as server:
            await until(lambda: len([call for call in api.taken if KIT.shown(call)]) == 1)
            await until(lambda: acknowledged == ["e0"])
            assert [turn.text for turn in server.agent.turns] == ["hello"]

    try:
        asyncio.run(main())
    finally:
        socket.stop()


class Socket:
    """Slack's end of a Socket Mode connection."""

    def __init__(self, payloads: list[tuple[str, object]], acknowledged: list[str]) -> None:
        self._payloads, self._acknowledged, self.port = payloads, acknowledged, 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        while self._payloads:
            kind, payload = self._payloads.pop(0)
            await socket.send_json({"envelope_id": f"e{len(self._acknowledged)}", "type": kind, "payload": payload})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged.append(json.loads(message.data)["envelope_id"])
        return socket

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
