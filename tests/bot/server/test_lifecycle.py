"""The session state of a server: there with any of Heed's channels alone, once for all of them, gone with the last."""

import asyncio
import json
import socket
import urllib.request
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.error import HTTPError

import pytest
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.channels.health import HealthChannel
from bot.channels.web import WebChannel
from bot.channels.web.settings import WebSettings
from bot.channels.web.tokens import Tokens
from bot.server.lifecycle import serve_state, serving, serving_in


@pytest.fixture(autouse=True)
def several_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sanic rewrites its own methods for the first server of a process; in this mode, it keeps them for the next."""
    monkeypatch.setattr(Sanic, "test_mode", True)


class Ready:
    """Rasa's agent with a model, as far as health, the look-ups and the worker ask."""

    action_endpoint = processor = None

    def is_ready(self) -> bool:
        return True


class Third(InputChannel):
    """A channel that comes later: it asks the accessor which session state a request meets."""

    @classmethod
    def name(cls) -> str:
        return "third"

    def url_prefix(self) -> str:
        return "/third"

    def blueprint(self, _: Any) -> Blueprint:
        third = Blueprint("third")
        serve_state(third, self.name(), 1.5)

        @third.get("/")
        async def process(request: Request) -> HTTPResponse:
            return text(serving(request).service.process)

        return third


def web() -> WebChannel:
    return WebChannel(WebSettings(burst_seconds=2.0), Tokens(b"k" * 32))


@asynccontextmanager
async def served(*channels: InputChannel) -> AsyncIterator[tuple[Sanic, str]]:
    """A real server with these channels, and its address."""
    app = Sanic(f"lifecycle-{uuid.uuid4().hex}", configure_logging=False)
    for channel in channels:
        app.blueprint(channel.blueprint(None), url_prefix=channel.url_prefix())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, asyncio_server_kwargs={"start_serving": False})
    assert server
    await server.startup()
    await server.before_start()
    await asyncio.sleep(0.2)
    app.ctx.agent = Ready()  # Rasa loads it after the channels' listeners, which may take it a while
    await server.start_serving()
    await server.after_start()
    try:
        yield app, f"http://127.0.0.1:{port}"
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        await server.after_stop()


async def get(url: str) -> tuple[int, str]:
    def ask() -> tuple[int, str]:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    return await asyncio.to_thread(ask)


async def ready(url: str) -> dict[str, bool]:
    while True:
        status, body = await get(f"{url}/health/ready")
        if status == 200:
            found: dict[str, bool] = json.loads(body)
            return found
        await asyncio.sleep(0.05)


@pytest.mark.usefixtures("state")
def test_health_needs_no_web_channel() -> None:
    async def main() -> None:
        async with served(HealthChannel()) as (_, url):
            assert await asyncio.wait_for(ready(url), 20) == {"model": True, "redis": True, "worker": True}

    asyncio.run(main())


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_all_channels_share_one_session_state(order: tuple[int, ...]) -> None:
    channels = [web(), HealthChannel(), Third()]

    async def main() -> None:
        async with served(*(channels[place] for place in order)) as (app, url):
            found = serving_in(app)
            assert await get(f"{url}/third/") == (200, found.service.process)
            assert found.bursts == {"web": 2.0, "health": 0.0, "third": 1.5}
            await asyncio.wait_for(ready(url), 20)
            assert (await get(f"{url}/chat/openapi.json"))[0] == 200
        assert found.bursts == {}
        assert [task for task in asyncio.all_tasks() if "bot/state" in str(task)] == []

    asyncio.run(main())


@pytest.mark.usefixtures("state")
def test_the_web_channel_needs_no_health_channel() -> None:
    async def main() -> None:
        async with served(web()) as (app, url):
            assert serving_in(app).service.redis_ready
            assert (await get(f"{url}/health/ready"))[0] == 404
            del app.ctx.agent
            assert not serving_in(app).model.ready

    asyncio.run(main())
