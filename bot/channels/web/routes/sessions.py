"""POST /chat/sessions: opens a conversation, or goes on with one."""

from __future__ import annotations

import secrets
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels.web.auth import Authenticator
from bot.channels.web.routes.transcript_mail import sends_mail
from bot.channels.web.settings import CHANNEL, WebSettings
from bot.channels.web.tokens import ACCESS_S, Button, Tokens, Visitor, new_conversation
from bot.domain import OFFER, PERSON
from bot.server.http.errors import BadRequest, NotReady
from bot.server.http.requests import LOCALE, pattern_field, read_body, read_json
from bot.server.lifecycle import serving
from bot.server.model.served_model import ServedModel
from bot.server.serving import Serving
from bot.state.reaching import reached

TOKEN = (r"[\w.=-]{1,4096}", "a signed token")
GREETING = "utter_welcome"
SUGGESTED = 4


def serve_sessions(chat: Blueprint, authenticator: Authenticator, settings: WebSettings) -> None:
    """Adds the route."""

    @chat.post("/sessions", stream=True)
    async def sessions(request: Request) -> HTTPResponse:
        await authenticator.count(request)
        fields = read_json(await read_body(request) or b"{}", {"refresh_token", "identity", "locale"})
        found = serving(request)
        if not found.model.ready:
            raise NotReady()
        locale = pattern_field({"locale": "", **_given(fields, "locale")}, "locale", *LOCALE)
        if not fields.keys() & {"identity", "refresh_token"}:
            await authenticator.count_new(request)
        conversation, whose = await _conversation(fields, authenticator.tokens, found)
        return json_response(
            {
                "access_token": authenticator.tokens.access(conversation, locale, whose=whose),
                "token_type": "Bearer",
                "expires_in": ACCESS_S,
                "refresh_token": authenticator.tokens.refresh(conversation, found.model.keep_s, whose),
                "conversation": conversation,
                "languages": found.model.languages,
                "transcript_by_mail": sends_mail(found),
                **_welcome(found.model, settings, authenticator.tokens, conversation, locale),
            },
            status=201,
            headers={"Cache-Control": "no-store"},
        )


async def _conversation(fields: dict[str, Any], tokens: Tokens, found: Serving) -> tuple[str, str]:
    """The customer's conversation, wherever they come from, with what they said before they signed in; else the one of this browser; else
    a new one. With it, whose it is: the customer's own conversation, or empty."""
    if "identity" in fields:
        own = tokens.identified(pattern_field(fields, "identity", *TOKEN))
        before = _refreshed(str(fields.get("refresh_token", "")), tokens)
        brought = before.conversation if before and before.whose in ("", own) else ""
        return await reached(found.service.customers.current(own, brought, found.model.keep_s)), own
    if "refresh_token" not in fields:
        return new_conversation(), ""
    known = _refreshed(pattern_field(fields, "refresh_token", *TOKEN), tokens)
    customers, keep_s = found.service.customers, found.model.keep_s
    # A token from before the conversation became a customer's opens it no more: whoever was in that browser before may have it.
    if known is None or not await reached(customers.keep(known.conversation, known.whose, keep_s)):
        raise BadRequest(401, "token_invalid", "this token opens no conversation any more; begin another, without a token")
    return known.conversation, known.whose


def _refreshed(token: str, tokens: Tokens) -> Visitor | None:
    """Whose refresh token it is; none if it is no good any more."""
    try:
        return tokens.refreshed(token)
    except BadRequest:
        return None


def _welcome(model: ServedModel, settings: WebSettings, tokens: Tokens, conversation: str, locale: str) -> dict[str, Any]:
    """What is shown before anything was said: a greeting, questions to begin with, and how to ask for a person."""
    offered = settings.suggestions or model.offered_intents
    titles = {intent: model.response(f"{OFFER}{intent}", locale, CHANNEL) for intent in offered if intent != PERSON}
    shown = [(intent, title) for intent, title in titles.items() if title][:SUGGESTED]
    visit = secrets.token_hex(4)
    person = model.response(f"{OFFER}{PERSON}", locale, CHANNEL)
    return {
        "greeting": model.response(GREETING, locale, CHANNEL),
        "suggestions": [_signed(tokens, conversation, Button(title, f"/{intent}", f"{visit}.{intent}")) for intent, title in shown],
        # It stands in a menu, so it may be used again and again.
        "person": _signed(tokens, conversation, Button(person, f"/{PERSON}")) if person else None,
    }


def _signed(tokens: Tokens, conversation: str, button: Button) -> dict[str, str]:
    return {"title": button.title, "payload": tokens.button(conversation, button)}


def _given(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: fields[name]} if name in fields else {}
