"""GET /chat/transcript: the whole conversation as a text file."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.channels.web.auth import Authenticator
from bot.server.http.requests import LOCALE, pattern_field
from bot.server.lifecycle import serving
from bot.state.conversations import Said

# Who speaks: the customer, and the assistant; a person by name.
SPEAKERS = {
    "en": ("You", "Assistant"),
    "zh": ("您", "助手"),
    "de": ("Sie", "Assistent"),
    "es": ("Usted", "Asistente"),
    "ar": ("أنت", "المساعد"),
}


def serve_transcript(chat: Blueprint, authenticator: Authenticator) -> None:
    """Adds the route."""

    @chat.get("/transcript")
    async def transcript(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request, counted=False, in_address=True)
        locale = pattern_field({"locale": request.args.get("locale", visitor.locale)}, "locale", *LOCALE)
        said = await serving(request).service.said(visitor.conversation)
        headers = {
            "Content-Disposition": 'attachment; filename="conversation.txt"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return raw(written(said, locale).encode(), headers=headers, content_type="text/plain; charset=utf-8")


def written(said: list[Said], locale: str) -> str:
    """A conversation as text; times in UTC."""
    customer, assistant = SPEAKERS.get(locale.partition("-")[0].lower(), SPEAKERS["en"])
    parts = [
        f"{message.at:%Y-%m-%d %H:%M} UTC  {customer if message.role == 'customer' else message.name or assistant}\n{message.text}\n"
        for message in said
    ]
    return "\n".join(parts)
