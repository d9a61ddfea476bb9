"""GET /chat/events: what happens in a conversation, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

A stream holds one page of events at most, and goes on when the client has taken it: so a slow reader costs no memory.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.auth import Authenticator
from bot.channels.web.event_view import event_view
from bot.channels.web.tokens import Tokens, Visitor
from bot.server.http.errors import BadRequest
from bot.server.http.protocol import Guarded
from bot.server.http.requests import EVENT, pattern_field
from bot.server.lifecycle import serving
from bot.state.agents.presence import TYPING_S
from bot.state.rate_limits import of_address, of_conversation
from bot.state.reaching import StateUnavailable, reached
from bot.state.service import Service
from bot.state.turns.outbox import FIRST, Event

PAGE = 20
HEARTBEAT_S = 15.0
# A browser holds one for each open tab.
MOST_OF_CONVERSATION = 10
# A place of a process that was killed falls vacant after so long.
PLACE_S = 4 * HEARTBEAT_S
STREAM_RETRY_S = 5.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}


Keep = Callable[[], Awaitable[bool]]


class Streams:
    """The open streams of this process."""

    def __init__(self, authenticator: Authenticator) -> None:
        self._authenticator = authenticator
        self._open: set[asyncio.Task[Any]] = set()
        self._ending = False

    def serve(self, chat: Blueprint) -> None:
        """Adds the route."""

        @chat.get("/events")
        async def events(request: Request) -> HTTPResponse | None:
            visitor = await self._authenticator.visitor(request, counted=False, in_address=True)
            last = request.headers.get("Last-Event-ID") or request.args.get("after") or FIRST
            after = pattern_field({"after": last}, "after", *EVENT)
            service = serving(request).service
            await service.events(visitor.conversation, after, 1)  # a Redis that is away is a 503, not a stream that breaks
            async with self._place(request, visitor) as keep:
                response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=HEADERS)
                assert response is not None
                task = asyncio.current_task()
                assert task
                self._open.add(task)
                try:
                    await self._follow(service, visitor, after, response, keep)
                    await response.eof()
                finally:
                    self._open.discard(task)
            return None

    @asynccontextmanager
    async def _place(self, request: Request, visitor: Visitor) -> AsyncIterator[Keep]:
        """A place among the streams of a conversation, of an address and of this process; what it yields keeps it for a while longer.

        Raises:
            BadRequest: there is none.
        """
        limits, address, stream = serving(request).service.limits, self._authenticator.address(request), secrets.token_hex(8)
        of = self._authenticator.settings
        places = [(of_conversation(visitor.conversation, "streams"), MOST_OF_CONVERSATION)]
        if of.requests_per_minute and of.streams_per_address:
            places.append((of_address(self._authenticator.origin(request), "streams"), of.streams_per_address))

        async def keep() -> bool:
            return all([await limits.hold(name, stream, most, PLACE_S) for name, most in places])

        if not Guarded.open.hold(address):
            raise BadRequest(429, "too_many_streams", "too many event streams are open", STREAM_RETRY_S)
        try:
            if not await keep():
                raise BadRequest(429, "too_many_streams", "too many event streams of this conversation or address are open", STREAM_RETRY_S)
            yield keep
        finally:
            Guarded.open.release(address)
            for name, _ in places:
                await limits.release(name, stream)

    async def end(self) -> None:
        """Ends all streams; their clients connect to another process, or to the next start."""
        self._ending = True
        for task in list(self._open):
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=2.0)

    async def _follow(self, service: Service, visitor: Visitor, after: str, response: Any, keep: Keep) -> None:
        conversation = visitor.conversation
        live = typing = False
        with service.news(conversation) as news:
            while not self._ending:
                news.clear()
                try:
                    page, busy = await service.look(conversation, after, PAGE)
                    # Asked after the page was read: what was said since the conversation became a customer's is not sent.
                    theirs = await reached(service.customers.is_of(conversation, visitor.whose))
                except StateUnavailable:
                    return  # the client connects again, after the last event that it saw
                if not theirs:
                    await response.send(_event("expired", {}))
                    return
                text = "".join(_of(event, conversation, self._authenticator.tokens) for event in page)
                if page:
                    after = page[-1].id
                if len(page) < PAGE:
                    if busy != typing:
                        text += _event("typing", {"typing": busy})
                        typing = busy
                    if not live:
                        text += _event("live", {})
                        live = True
                if text:
                    await response.send(text)
                if len(page) == PAGE:
                    continue
                if time.time() >= visitor.until:
                    await response.send(_event("expired", {}))
                    return
                try:
                    patience_s = min(TYPING_S if typing else HEARTBEAT_S, max(0.05, visitor.until - time.time()))
                    await asyncio.wait_for(news.wait(), patience_s)
                except asyncio.TimeoutError:
                    await response.send(":\n\n")
                    with suppress(StateUnavailable):
                        await keep()


def _of(event: Event, conversation: str, tokens: Tokens) -> str:
    name = event.kind if event.kind in ("rated", "handover") else "message"
    return _event(name, event_view(event, conversation, tokens))


def _event(name: str, data: dict[str, Any]) -> str:
    identity = f"id: {data['event']}\n" if "event" in data else ""
    return f"event: {name}\n{identity}data: {json.dumps(data, ensure_ascii=False)}\n\n"
