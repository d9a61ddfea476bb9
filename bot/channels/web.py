"""The web channel: the chat page at `/`, and the requests that it makes.

    POST /chat/messages   {"conversation": 32 hex digits, "message_id": …, "text": …}      what the customer typed
                          {"conversation": …, "message_id": …, "button": "/intent"}        a button that was clicked
    200                   {"replies": [{"text", "buttons", "sources", "decision", "image"}]}
    4xx, 503              {"error": {"code", "message"}}

A failed turn is a 503 with `Retry-After`, never an empty success.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, file
from sanic.response import json as json_response

from bot.channels.once import Once
from data.errors import HeedError

logger = logging.getLogger(__name__)

WIDGET = Path(__file__).parent.parent / "widget"
LONGEST_TEXT = 4_000
LARGEST_BODY = 64 * 1024
RETRY_AFTER_S = 2
# A message that comes again, after a reload or a lost connection, gets the answer that was made for it.
TURNS_KEPT = 1_000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
SHOWN = ("text", "buttons", "image", "sources", "decision", "custom")


@dataclass(frozen=True)
class Inbound:
    """One message of a customer, checked."""

    conversation: str
    message_id: str
    text: str


class BadRequest(HeedError):
    """A request that can't be served; becomes the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class NoReply(HeedError):
    """A turn that said nothing."""


class Replies(OutputChannel):
    """Collects what the assistant says in a turn."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return WebChannel.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append({key: message[key] for key in SHOWN if message.get(key)})


class WebChannel(InputChannel):
    """Serves the chat page and its messages."""

    @classmethod
    def name(cls) -> str:
        return "web"

    def url_prefix(self) -> str:
        return "/chat"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        chat = Blueprint("heed_web", __name__)
        turns: Once[list[dict[str, Any]]] = Once(kept=TURNS_KEPT)

        @chat.listener("before_server_start")
        async def serve_page(app: Sanic, _: Any) -> None:
            # Rasa itself answers `/` with a greeting; a middleware comes before its route.
            app.register_middleware(_page, "request")

        @chat.get("/assets/<name:str>")
        async def asset(_: Request, name: str) -> HTTPResponse:
            if name not in {path.name for path in WIDGET.iterdir() if path.suffix in (".js", ".css")}:
                return _error(404, "not_found", f"there is no asset {name!r}")
            return await file(WIDGET / name, headers=HEADERS)

        @chat.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            if not agent.is_ready():
                return _unavailable()
            try:
                inbound = read_message(request.body, set(agent.domain.intents))
            except BadRequest as problem:
                return _error(problem.status, problem.code, str(problem))
            try:
                replies = await turns.do((inbound.conversation, inbound.message_id), lambda: _turn(inbound, on_new_message))
            except Exception:
                logger.exception("A turn of conversation %s failed.", inbound.conversation)
                return _unavailable()
            return json_response({"replies": replies})

        return chat


async def _turn(inbound: Inbound, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> list[dict[str, Any]]:
    replies = Replies()
    await on_new_message(
        UserMessage(inbound.text, replies, inbound.conversation, input_channel=WebChannel.name(), message_id=inbound.message_id)
    )
    if not replies.messages:
        raise NoReply("the turn ended without a reply; does each intent have a rule?")
    return replies.messages


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
        _matching(fields, "conversation", r"[0-9a-f]{32}", "32 hexadecimal digits"),
        _matching(fields, "message_id", r"[\w.-]{1,64}", "1 to 64 letters, digits, '.', '_' or '-'"),
        _button(fields, intents) if "button" in fields else _text(fields),
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
    answer = _error(503, "unavailable", "the assistant can't answer right now; please try again")
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer
