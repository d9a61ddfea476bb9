"""POST /chat/messages: what a customer typed, clicked or uploaded goes into the inbox."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels.web.auth import Authenticator
from bot.channels.web.customer_facts import told_about
from bot.channels.web.event_view import event_view, upload_view
from bot.channels.web.settings import CHANNEL
from bot.channels.web.tokens import Tokens, Visitor
from bot.server.files.uploads import ID, Files
from bot.server.http.errors import BadRequest, NotReady
from bot.server.http.requests import pattern_field, plain_text, read_body, read_json
from bot.server.lifecycle import serving
from bot.state.messages import Inbound

MESSAGE_ID = (r"[\w.-]{1,64}", "1 to 64 letters, digits, '.', '_' or '-'")
LONGEST_WAIT_S = 60.0
MOST_UPLOADS = 10
# The intent of an upload that comes without words, if the domain has it.
FILE_INTENT = "share_file"


@dataclass(frozen=True)
class Message:
    """A checked message.

    Attributes:
        shown: the event that shows it to the customer.
        uses: the button that it uses up; empty if none.
    """

    inbound: Inbound
    shown: dict[str, Any]
    uses: str = ""


def serve_messages(chat: Blueprint, authenticator: Authenticator, files: Files) -> None:
    """Adds the route."""

    @chat.post("/messages", stream=True)
    async def messages(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request)
        body = await read_body(request)
        found = serving(request)
        if not found.model.ready:
            raise NotReady()
        origin = authenticator.origin(request)
        message = read_message(body, visitor, authenticator.tokens, files, set(found.model.intents), origin)
        inbound = replace(message.inbound, origin=origin)
        async with authenticator.may_be_answered(request, visitor, inbound.message_id):
            new = await found.service.accept(inbound, message.shown, message.uses)
        name = {"message_id": message.inbound.message_id}
        if wait_s := preferred_wait(request.headers.get("Prefer", "")):
            replies = await found.service.answer(inbound, wait_s, new)
            if replies is not None:
                seen = [event_view(reply, visitor.conversation, authenticator.tokens) for reply in replies]
                return json_response({**name, "replies": seen}, headers={"Preference-Applied": f"wait={wait_s:.0f}"})
        return json_response(name, status=202)


def read_message(body: bytes, visitor: Visitor, tokens: Tokens, files: Files, intents: set[str], address: str = "") -> Message:
    """Checks a request's body.

    Args:
        address: a name for the client's network address, kept with the message.

    Raises:
        BadRequest: with the status, the code and the sentence to answer with.
    """
    fields = read_json(body, {"message_id", "text", "button", "upload", "uploads", "page", "customer"})
    message_id = pattern_field(fields, "message_id", *MESSAGE_ID)
    event: dict[str, Any] = {"message_id": message_id}
    uses = ""
    if "button" in fields:
        if fields.keys() & {"text", "upload", "uploads"}:
            raise BadRequest(400, "invalid_button", "a message with a button has neither text nor uploads")
        button = tokens.pressed(pattern_field(fields, "button", r"[\w.=-]{1,8192}", "the payload of a button"), visitor.conversation)
        said, uses = button.payload, button.id
        event.update(text=button.title, button=button.title)
    else:
        uploads = _uploads(fields, visitor, files)
        text = plain_text(fields) if "text" in fields or not uploads else ""
        said = _typed(text)
        event["text"] = text
        if uploads:
            event |= {"upload": uploads[0], **({"uploads": uploads} if len(uploads) > 1 else {})}
            said = said or (f"/{FILE_INTENT}" if FILE_INTENT in intents else _typed(event["upload"]["name"]))
    about = {"shown": _words(event), **({"locale": visitor.locale} if visitor.locale else {})}
    if address:
        about["address"] = address
    if "upload" in event:
        about["upload"] = event["upload"]["upload"]
    about |= told_about(fields)
    return Message(Inbound(visitor.conversation, message_id, said, CHANNEL, about), event, uses)


def preferred_wait(prefer: str) -> float:
    """The seconds that a client is willing to wait for the answer (RFC 7240, section 4.3); 0 if it doesn't say so."""
    found = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\b", prefer, re.IGNORECASE)
    return min(float(found[1]), LONGEST_WAIT_S) if found else 0.0


def _uploads(fields: dict[str, Any], visitor: Visitor, files: Files) -> list[dict[str, Any]]:
    """The files that go with a message: one as `upload`, or several as `uploads`."""
    given = fields["uploads"] if "uploads" in fields else [fields["upload"]] if "upload" in fields else []
    if not isinstance(given, list) or len(given) > MOST_UPLOADS:
        raise BadRequest(400, "invalid_uploads", f"uploads must be a list of {MOST_UPLOADS} ids at most")
    views = []
    for upload in given:
        found = files.find(visitor.conversation, pattern_field({"upload": upload}, "upload", *ID))
        if found is None:
            raise BadRequest(400, "unknown_upload", "upload must be the id of a file that this conversation uploaded")
        views.append(upload_view(found))
    return views


def _typed(text: str) -> str:
    """Rasa reads “/intent” as a command; from a customer's keyboard it is only text."""
    return "\N{FRACTION SLASH}" + text[1:] if text.startswith("/") else text


def _words(event: dict[str, Any]) -> str:
    """What the customer said, for whoever reads the conversation later."""
    uploads = event.get("uploads") or [event["upload"]] if "upload" in event else []
    return " ".join(part for part in (event["text"], *(f"[{upload['name']}]" for upload in uploads)) if part)
