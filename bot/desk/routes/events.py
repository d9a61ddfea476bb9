"""GET /desk/api/events: what happens at the desk, as server-sent events. None is kept: a page that connects fetches what there is."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.desk.desk_room import DeskRoom
from bot.desk.guard import token_of
from bot.desk.hub import Page, event
from bot.server.http.client_address import client_address
from bot.server.http.errors import BadRequest
from bot.server.http.protocol import Guarded
from bot.state.agents.sessions import Sessions
from bot.state.redis.client import Unavailable

# A session that ended is noticed by then at the latest; and a comment keeps proxies awake.
HEARTBEAT_S = 15.0
# Tabs of a session.
MOST_STREAMS = 10
RETRY_S = 5.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}


def serve_events(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the route."""
    streams: Counter[str] = Counter()

    @desk.get("/api/events")
    async def events(request: Request) -> HTTPResponse | None:
        session = await room.guard.session(request)
        address = client_address(request, Guarded.proxies)
        if streams[session.name] >= MOST_STREAMS or not Guarded.open.hold(address):
            raise BadRequest(429, "too_many_streams", "too many event streams are open", RETRY_S)
        streams[session.name] += 1
        try:
            with room.hub.page(session.account.id) as page:
                response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=HEADERS)
                assert response is not None
                await response.send(event("live", {}))
                await follow(page, response, room.guard.sessions, token_of(request))
                await response.eof()
        finally:
            Guarded.open.release(address)
            streams[session.name] -= 1
            if not streams[session.name]:
                del streams[session.name]
        return None


async def follow(page: Page, response: Any, sessions: Sessions, token: str) -> None:
    """Sends what a page is told, until its session has ended, or the page's time has.

    Args:
        response: of the page's request, begun.
        token: of the session.
    """
    looks_at = time.monotonic() + HEARTBEAT_S
    while True:
        try:
            # By the clock: at a busy desk there is no pause to look in. What is untold when the time is up waits.
            text = await asyncio.wait_for(page.untold.get(), max(0.0, looks_at - time.monotonic()))
        except asyncio.TimeoutError:
            text = ""
        if text is None:
            return
        if not text:  # time to look whether the session goes on
            looks_at = time.monotonic() + HEARTBEAT_S
            try:
                if await sessions.find(token, goes_on=False) is None:
                    await response.send(event("signed-out", {}))
                    return
            except Unavailable:
                return
        await response.send(text or ":\n\n")
