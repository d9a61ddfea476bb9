"""A channel in the server: its route, its part in the session state, and what it listens to."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from typing import TYPE_CHECKING, Any

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.frame.api import Api
from bot.channels.frame.attached import FileLinks
from bot.channels.frame.delivery import Delivery
from bot.channels.frame.file_routes import serve_files
from bot.channels.frame.files import Collecting
from bot.channels.frame.intake import Intake
from bot.channels.frame.noticing import Noticing
from bot.channels.frame.outgoing import Sender
from bot.server.files.virus_scan import check_command
from bot.server.http.errors import handle
from bot.server.http.requests import read_body
from bot.server.lifecycle import serve_state, serving, serving_in
from bot.state.redis.tasks import end

if TYPE_CHECKING:
    from bot.channels.frame.channel import MessagingChannel

logger = logging.getLogger(__name__)

# Meta delivers up to a thousand events at once.
LARGEST_BODY = 4 * 1024 * 1024
# A process that doesn't listen looks for a free lease so often: with the lease's 3 s, another takes over within 5.
PAUSE_S = (0.3, 0.9)
LONGEST_PAUSE_S = 30.0
# A connection that held for so long was a good one: the next failure is a first one.
GOOD_S = 60.0


def serve_channel(channel: MessagingChannel[Any]) -> Blueprint:
    """The channel's blueprint.

    Raises:
        SettingsError: the virus scan is no program on this machine.
    """
    check_command(channel.settings.scan_command)
    routes = Blueprint(f"heed_{channel.channel}", __name__)
    starting: list[asyncio.Task[None]] = []
    listening: list[asyncio.Task[None]] = []
    collecting: list[asyncio.Task[None]] = []
    links = FileLinks()
    serve_state(routes, channel.channel, channel.settings.burst_seconds)

    @routes.listener("before_server_start")
    async def start(app: Sanic, _: Any) -> None:
        found = serving_in(app)
        channel.api = Api(channel.settings.secrets, channel.explain)
        platforms = found.service.platforms
        channel.kept = platforms.kept(channel.channel)
        platforms.join(channel.channel, Sender(channel, platforms.contacts, platforms.passive, links))
        channel.noticing = Noticing(channel)
        channel.files = Collecting(channel, found)
        collecting.append(asyncio.ensure_future(channel.files.run()))
        starting.append(asyncio.ensure_future(_begin(channel)))
        if channel.listens:
            listening.append(asyncio.ensure_future(_listen(channel, Intake(channel, found))))

    @routes.listener("before_server_stop")
    async def stop(app: Sanic, _: Any) -> None:
        await end([*starting, *listening, *collecting])
        await channel.noticing.end()
        starting.clear()
        listening.clear()
        collecting.clear()
        await serving_in(app).service.platforms.leave(channel.channel)
        await channel.api.close()

    @routes.route("/webhook", methods=["GET", "POST"], stream=True)
    async def webhook(request: Request) -> HTTPResponse:
        body = await read_body(request, LARGEST_BODY)
        intake = Intake(channel, serving(request))
        return await intake.request(delivery_of(request, body, channel.settings.public_url))

    serve_files(routes, links)
    handle(routes, channel.able.away_status)
    return routes


def delivery_of(request: Request, body: bytes, public_url: str) -> Delivery:
    """A request as a channel sees it."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        headers[name.lower()] = f"{headers[name.lower()]},{value}" if name.lower() in headers else value
    path = request.raw_url.decode("latin-1")
    base = public_url.rstrip("/") if public_url else f"{request.scheme}://{request.host}"
    return Delivery(request.method, base + path, headers, body)


async def _begin(channel: MessagingChannel[Any]) -> None:
    try:
        await channel.begin()
    except Exception as problem:
        logger.error("%s can't be told where this server is: %s", channel.channel, channel.api.masked(str(problem) or repr(problem)))


async def _listen(channel: MessagingChannel[Any], intake: Intake) -> None:
    async def work() -> None:
        await channel.listen(intake.take)

    failures = 0
    while True:
        started = time.monotonic()
        try:
            await channel.kept.in_one_process("listen", work)
            failures = 0
        except Exception as problem:
            failures = failures + 1 if time.monotonic() - started < GOOD_S else 1
            logger.warning("%s is connected to again: %s", channel.channel, channel.api.masked(repr(problem)))
        await asyncio.sleep(min(LONGEST_PAUSE_S, random.uniform(*PAUSE_S) * 2.0 ** min(failures, 10)))
