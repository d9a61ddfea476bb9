"""What a request gets that the desk can't do, beside what all of Heed's requests get."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.server.http.errors import BadRequest, NotReady, handle
from bot.state.ownership import NotYours
from bot.state.redis.client import Unavailable
from data.errors import StateError


def handle_desk(desk: Blueprint) -> None:
    """Turns what a route raises into its answer."""
    handle(desk)

    @desk.exception(NotYours)
    async def not_yours(_: Request, problem: NotYours) -> HTTPResponse:
        return BadRequest(409, "not_yours", str(problem)).answer()

    @desk.exception(StateError)
    async def invalid(_: Request, problem: StateError) -> HTTPResponse:
        return BadRequest(400, "invalid", str(problem)).answer()

    for kind in Unavailable:

        @desk.exception(kind)
        async def unavailable(_: Request, problem: Exception) -> HTTPResponse:
            return NotReady().answer()
