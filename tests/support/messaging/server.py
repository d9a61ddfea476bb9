"""A server with messaging channels whose turns are a function: the real channel, state and HTTP, without a model."""

from __future__ import annotations

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from bot.server.lifecycle import serving_in
from bot.state.connection import shared
from bot.state.redis.keys import key
from bot.state.service import Service
from bot.state.turns.transaction import Tracked, current_turn
from tests.support.messaging.kit import Posted
from tests.support.messaging.posting import post
from tests.support.scripted_replies import scripted

Turn = Callable[[str], Awaitable[list[dict[str, Any]]]]


async def says(text: str) -> list[dict[str, Any]]:
    """What the message asks for (`tests.support.scripted_replies`); else what it said."""
    return [scripted(text)] if text.startswith("say ") else [{"text": f"you said: {text}"}]


class Agent:
    """Rasa's agent, as far as a turn needs it."""

    action_endpoint = None

    def __init__(self, turn: Turn) -> None:
        self.processor, self.tracker_store, self._turn = self, self, turn
        self.domain = self
        self.intents: list[str] = []
        self.turns: list[UserMessage] = []

    def is_ready(self) -> bool:
        return True

    def is_paused(self) -> bool:
        return False

    async def parse_message(self, message: UserMessage) -> dict[str, Any]:
        return {"text": message.text}

    async def handle_message(self, message: UserMessage) -> None:
        self.turns.append(message)
        turn = current_turn.get()
        assert turn
        # What people said stands among the events, too.
        position = int(await shared().client.llen(key(message.sender_id, "events")))
        turn.replies += await self._turn(message.text or "")
        turn.tracked = Tracked(DialogueStateTracker.from_events(message.sender_id, []), [], position, None, 86_400, _nothing)


@dataclass
class Running:
    """A running server."""

    app: Sanic
    port: int
    agent: Agent

    @property
    def service(self) -> Service:
        return serving_in(self.app).service

    async def post(self, posted: Posted) -> tuple[int, bytes]:
        """A delivery's status and answer. While Redis is away, it is delivered again, as platforms do: some at 503, some at 500."""
        for _ in range(40):
            status, body = await asyncio.to_thread(post, self.port, posted)
            if status not in (500, 503):
                break
            await asyncio.sleep(0.5)
        return status, body


@asynccontextmanager
async def served(*channels: InputChannel, turn: Turn = says) -> AsyncIterator[Running]:
    """A real server with these channels."""
    app = Sanic(f"messaging-{uuid.uuid4().hex}", configure_logging=False)
    for channel in channels:
        app.blueprint(channel.blueprint(_nobody), url_prefix=f"/webhooks/{channel.url_prefix()}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    agent = Agent(turn)
    app.ctx.agent = agent
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, asyncio_server_kwargs={"start_serving": False})
    assert server
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    try:
        yield Running(app, port, agent)
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        await server.after_stop()


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits until something is so."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, "waited in vain"
        await asyncio.sleep(0.03)


async def _nothing() -> None:
    pass


async def _nobody(_: UserMessage) -> None:
    raise AssertionError("messages go through the inbox")
