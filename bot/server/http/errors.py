"""What a request gets that can't be served: a status, a code for programs, and a sentence for people."""

from __future__ import annotations

import logging
import math

from sanic import Blueprint
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.state.messages import TooManyWaiting, UsedBefore
from bot.state.reaching import StateUnavailable
from data.errors import HeedError
from data.os_errors import sentence

logger = logging.getLogger(__name__)

RETRY_AFTER_S = 2.0


class BadRequest(HeedError):
    """A request that can't be served; becomes the answer."""

    def __init__(self, status: int, code: str, message: str, retry_after_s: float = 0.0) -> None:
        super().__init__(message)
        self.status, self.code, self.retry_after_s = status, code, retry_after_s

    def answer(self) -> HTTPResponse:
        headers = {"Retry-After": str(math.ceil(self.retry_after_s))} if self.retry_after_s else {}
        if self.status == 401:
            headers["WWW-Authenticate"] = f'Bearer error="invalid_token", error_description="{self.code}"'
        return json_response({"error": {"code": self.code, "message": str(self)}}, status=self.status, headers=headers)


class NotReady(BadRequest):
    """No model is loaded, or Redis is away. The status is another for platforms that don't come again at 503."""

    def __init__(self, status: int = 503) -> None:
        super().__init__(status, "unavailable", "the assistant can't answer right now; please try again", RETRY_AFTER_S)


def handle(chat: Blueprint, away_status: int = 503) -> None:
    """Turns what a route raises into its answer.

    Args:
        away_status: says that the server can't do it for the moment.
    """

    @chat.exception(BadRequest)
    async def bad_request(_: Request, problem: BadRequest) -> HTTPResponse:
        return problem.answer()

    @chat.exception(PayloadTooLarge)
    async def too_large(_: Request, problem: PayloadTooLarge) -> HTTPResponse:
        return BadRequest(413, "too_large", "the request's body is too large").answer()

    @chat.exception(TooManyWaiting)
    async def too_many(_: Request, problem: TooManyWaiting) -> HTTPResponse:
        return BadRequest(429, "too_many", "too many messages of this conversation wait for an answer", RETRY_AFTER_S).answer()

    @chat.exception(UsedBefore)
    async def used(_: Request, problem: UsedBefore) -> HTTPResponse:
        return BadRequest(409, "button_used", "this button was used before; type the message, or use another").answer()

    @chat.exception(StateUnavailable)
    async def unavailable(_: Request, problem: StateUnavailable) -> HTTPResponse:
        return NotReady(away_status).answer()

    @chat.exception(SanicException)
    async def other(_: Request, problem: SanicException) -> HTTPResponse:
        return BadRequest(problem.status_code, "bad_request", str(problem) or "the request can't be served").answer()

    @chat.exception(HeedError, OSError)
    async def not_now(_: Request, problem: Exception) -> HTTPResponse:
        """The disk is full, a folder can't be written, …: the owner reads what it is, the customer that it is nothing of theirs."""
        logger.error("A request can't be served: %s", sentence(problem) if isinstance(problem, OSError) else problem)
        return NotReady(away_status).answer()

    @chat.exception(Exception)
    async def unexpected(_: Request, problem: Exception) -> HTTPResponse:
        logger.error("A request failed: %s", problem, exc_info=problem)
        return BadRequest(500, "internal", "something went wrong on our side; please try again").answer()
