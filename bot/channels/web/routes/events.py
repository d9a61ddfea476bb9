"""GET /chat/events: what happens in a conversation, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

A stream holds one page of events at most, and goes on when the client has taken it: so a slow reader costs no memory.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.auth import Authenticator
from bot.channels.web.event_view import event_view
from bot.channels.web.tokens import Tokens, Visitor
from bot.server.http.requests import EVENT, pattern_field
from bot.server.lifecycle import serving
from bot.state.service import Service, StateUnavailable
from bot.state.turns.outbox import FIRST, Event

PAGE = 20
HEARTBEAT_S = 15.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}


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
            response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=HEADERS)
            assert response is not None
            task = asyncio.current_task()
            assert task
            self._open.add(task)
            try:
                await self._follow(service, visitor, after, response)
                await response.eof()
            finally:
                self._open.discard(task)
            return None

    async def end(self) -> None:
        """Ends all streams; their clients connect to another process, or to the next start."""
        self._ending = True
        for task in list(self._open):
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=2.0)

    async def _follow(self, service: Service, visitor: Visitor, after: str, response: Any) -> None:
        conversation = visitor.conversation
        live = typing = False
        with service.news(conversation) as news:
            while not self._ending:
                news.clear()
                try:
                    page, busy = await service.look(conversation, after, PAGE)
                except StateUnavailable:
                    return  # the client connects again, after the last event that it saw
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
                    await asyncio.wait_for(news.wait(), min(HEARTBEAT_S, max(0.05, visitor.until - time.time())))
                except asyncio.TimeoutError:
                    await response.send(":\n\n")


def _of(event: Event, conversation: str, tokens: Tokens) -> str:
    return _event("rated" if event.kind == "rated" else "message", event_view(event, conversation, tokens))


def _event(name: str, data: dict[str, Any]) -> str:
    identity = f"id: {data['event']}\n" if "event" in data else ""
    return f"event: {name}\n{identity}data: {json.dumps(data, ensure_ascii=False)}\n\n"
