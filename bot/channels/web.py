"""The web channel: the chat page at `/`, and the requests that it makes.

    POST /chat/messages   {"conversation": 32 hex digits, "message_id": …, "text": …}      what the customer typed
                          {"conversation": …, "message_id": …, "button": "/intent"}        a button that was clicked
    200                   {"replies": [{"text", "buttons", "sources", "decision", "image"}]}
    202                   {"message_id": …}: accepted, but not answered yet; send it again, or read the replies
    4xx, 503              {"error": {"code", "message"}}

    GET /chat/replies?conversation=…&after=EVENT&wait=SECONDS
    200                   {"replies": [{"event", "to", …as above}]}: all after that event (all that are kept, without one)

A message is stored before it is acknowledged, and answered once, however often it is sent. With `Prefer: respond-async`
(RFC 7240) the answer isn't waited for. A 503 comes with `Retry-After`; it is never an empty success.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse, file
from sanic.response import json as json_response

from bot.channels.bodies import receive
from bot.channels.replies import Replies
from bot.channels.serving import Serving
from bot.state.inbox import Inbound, TooManyWaiting
from bot.state.outbox import FIRST, Reply
from bot.state.service import StateUnavailable
from data.errors import HeedError, SettingsError

WIDGET = Path(__file__).parent.parent / "widget"
LONGEST_TEXT = 4_000
LARGEST_BODY = 64 * 1024
# A larger body is refused unread, and the connection closed; one between the two is read, so that its sender sees the answer.
LARGEST_READ = 1024 * 1024
RETRY_AFTER_S = 2
# How long a request waits for its answer, or for news, before it comes back without.
WAIT_S = 20.0
LONGEST_BURST_S = 10.0
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
CONVERSATION = (r"[0-9a-f]{32}", "32 hexadecimal digits")
MESSAGE_ID = (r"[\w.-]{1,64}", "1 to 64 letters, digits, '.', '_' or '-'")
EVENT = (r"\d{1,20}-\d{1,20}", "an event's id, as a reply carries it")


class BadRequest(HeedError):
    """A request that can't be served; becomes the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class WebChannel(InputChannel):
    """Serves the chat page and its messages."""

    def __init__(self, burst_seconds: float = 0.0) -> None:
        """
        Args:
            burst_seconds: messages that follow one another within so many seconds are answered as one; 0 answers each.
        """
        if not isinstance(burst_seconds, (int, float)) or not 0 <= burst_seconds <= LONGEST_BURST_S:
            raise SettingsError(f"burst_seconds in credentials.yml must be in [0, {LONGEST_BURST_S:.0f}]. It was: {burst_seconds!r}")
        self.burst_seconds = burst_seconds

    @classmethod
    def name(cls) -> str:
        return Replies.name()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        if unknown := set(credentials or {}) - {"burst_seconds"}:
            raise SettingsError(f"unknown setting {', '.join(sorted(unknown))} of {cls.__name__}; known is burst_seconds")
        return cls(**(credentials or {}))

    def url_prefix(self) -> str:
        return "/chat"

    def get_output_channel(self) -> OutputChannel:
        """Where Rasa puts what it says unasked: reminders, and intents triggered over HTTP."""
        return Replies()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        chat = Blueprint("heed_web", __name__)

        @chat.listener("before_server_start")
        async def serve_page(app: Sanic, _: Any) -> None:
            # Rasa itself answers `/` with a greeting; a middleware comes before its route.
            app.register_middleware(_page, "request")
            app.ctx.serving = Serving(app, self.burst_seconds)
            await app.ctx.serving.service.start()

        @chat.listener("before_server_stop")
        async def stop(app: Sanic, _: Any) -> None:
            await app.ctx.serving.service.stop()

        @chat.get("/assets/<name:str>")
        async def asset(_: Request, name: str) -> HTTPResponse:
            if name not in {path.name for path in WIDGET.iterdir() if path.suffix in (".js", ".css")}:
                return _error(404, "not_found", f"there is no asset {name!r}")
            return await file(WIDGET / name, headers=HEADERS)

        @chat.post("/messages", stream=True)
        async def messages(request: Request) -> HTTPResponse:
            body = await receive(request, LARGEST_READ)
            serving = request.app.ctx.serving
            if not serving.model_ready:
                return _unavailable()
            inbound = read_message(body, set(serving.agent.domain.intents))
            await serving.service.accept(inbound)
            wait_s = 0.0 if "respond-async" in request.headers.get("Prefer", "") else WAIT_S
            replies = await serving.service.answer(inbound, wait_s)
            if replies is None:
                return json_response({"message_id": inbound.message_id}, status=202, headers={"Retry-After": "1"})
            return json_response({"replies": [reply.content for reply in replies]})

        @chat.get("/replies")
        async def replies(request: Request) -> HTTPResponse:
            conversation, after, wait_s = read_query(request.args)
            found = await request.app.ctx.serving.service.replies(conversation, after, wait_s)
            return json_response({"replies": [_event(reply) for reply in found]})

        @chat.exception(BadRequest)
        async def bad_request(_: Request, problem: BadRequest) -> HTTPResponse:
            return _error(problem.status, problem.code, str(problem))

        @chat.exception(PayloadTooLarge)
        async def too_large(_: Request, problem: PayloadTooLarge) -> HTTPResponse:
            return _error(413, "too_large", f"a request may have {LARGEST_BODY:,} bytes at most")

        @chat.exception(TooManyWaiting)
        async def too_many(_: Request, problem: TooManyWaiting) -> HTTPResponse:
            return _later(429, "too_many", "too many messages of this conversation wait for an answer")

        @chat.exception(StateUnavailable)
        async def unavailable(_: Request, problem: StateUnavailable) -> HTTPResponse:
            return _unavailable()

        return chat


def read_message(body: bytes, intents: set[str]) -> Inbound:
    """Checks a request's body.

    Raises:
        BadRequest: with the status, the code and the sentence to answer with.
    """
    if len(body) > LARGEST_BODY:
        raise BadRequest(413, "too_large", f"a request may have {LARGEST_BODY:,} bytes at most. It had: {len(body):,}")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest(400, "invalid_json", "the request's body must be JSON") from None
    if not isinstance(fields, dict):
        raise BadRequest(400, "invalid_json", "the request's body must be a JSON object")
    return Inbound(
        _matching(fields, "conversation", *CONVERSATION),
        _matching(fields, "message_id", *MESSAGE_ID),
        _button(fields, intents) if "button" in fields else _text(fields),
    )


def read_query(query: Mapping[str, list[str]]) -> tuple[str, str, float]:
    """Checks a request for replies: whose, after which event, and how many seconds to wait for one.

    Raises:
        BadRequest: with the status, the code and the sentence to answer with.
    """
    fields = {name: values[0] for name, values in query.items()}
    wait = _matching({"wait": "0", **fields}, "wait", r"\d{1,2}", "0 to 99 seconds")
    return (
        _matching(fields, "conversation", *CONVERSATION),
        _matching({"after": FIRST, **fields}, "after", *EVENT),
        min(float(wait), WAIT_S),
    )


def _matching(fields: dict[str, Any], name: str, pattern: str, expected: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise BadRequest(400, f"invalid_{name}", f"{name} must be a text of {expected}")
    return value


def _text(fields: dict[str, Any]) -> str:
    text = fields.get("text")
    if not isinstance(text, str):
        raise BadRequest(400, "invalid_text", "text (or button) must be given, as a text")
    if len(text) > LONGEST_TEXT:
        raise BadRequest(413, "too_long", f"a message may have {LONGEST_TEXT:,} characters at most. It had: {len(text):,}")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRequest(400, "invalid_text", "text must be valid Unicode; it holds half a surrogate pair") from None
    text = "".join(char if char.isprintable() or char in "\n\t" or ord(char) > 0x9F else " " for char in text).strip()
    if not text:
        raise BadRequest(400, "empty", "the message is empty")
    # Rasa reads “/intent” as a command; from a customer's keyboard it is only text.
    return "\N{FRACTION SLASH}" + text[1:] if text.startswith("/") else text


def _button(fields: dict[str, Any], intents: set[str]) -> str:
    payload = fields["button"]
    if not isinstance(payload, str) or not payload.startswith("/") or payload[1:] not in intents:
        raise BadRequest(400, "unknown_button", "button must be the payload of a button that the assistant sent")
    return payload


async def _page(request: Request) -> HTTPResponse | None:
    if request.path == "/" and request.method in ("GET", "HEAD"):
        return await file(WIDGET / "index.html", headers=HEADERS)
    return None


def _error(status: int, code: str, message: str) -> HTTPResponse:
    return json_response({"error": {"code": code, "message": message}}, status=status)


def _unavailable() -> HTTPResponse:
    return _later(503, "unavailable", "the assistant can't answer right now; please try again")


def _later(status: int, code: str, message: str) -> HTTPResponse:
    answer = _error(status, code, message)
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def _event(reply: Reply) -> dict[str, Any]:
    return {"event": reply.event, "to": reply.to, **reply.content}
