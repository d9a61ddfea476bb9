"""GET /chat/transcript: the whole conversation as a text file."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.channels.web.auth import Authenticator
from bot.server.http.requests import LOCALE, pattern_field
from bot.server.lifecycle import serving
from bot.state.conversations import Said

ZONE = (r"[A-Za-z][\w+-]{0,30}(/[\w+-]{1,30}){0,2}|", "a time zone, as Europe/Berlin")
LONGEST_NAME = 100
# Who speaks: the customer, and the assistant, unless the company's name is given; a person by name.
SPEAKERS = {
    "en": ("You", "Assistant"),
    "ar": ("أنت", "المساعد"),
    "cs": ("Vy", "Asistent"),
    "da": ("Dig", "Assistenten"),
    "de": ("Sie", "Assistent"),
    "el": ("Εσείς", "Βοηθός"),
    "es": ("Usted", "Asistente"),
    "fi": ("Sinä", "Avustaja"),
    "fr": ("Vous", "Assistant"),
    "it": ("Tu", "Assistente"),
    "ja": ("あなた", "アシスタント"),
    "ko": ("나", "도우미"),
    "nl": ("U", "Assistent"),
    "no": ("Du", "Assistenten"),
    "pl": ("Ty", "Asystent"),
    "pt": ("Você", "Assistente"),
    "ro": ("Dumneavoastră", "Asistent"),
    "sv": ("Du", "Assistenten"),
    "tr": ("Siz", "Asistan"),
    "uk": ("Ви", "Помічник"),
    "zh": ("您", "助手"),
}


def serve_transcript(chat: Blueprint, authenticator: Authenticator) -> None:
    """Adds the route."""

    @chat.get("/transcript")
    async def transcript(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request, counted=False, in_address=True)
        locale = pattern_field({"locale": request.args.get("locale", visitor.locale)}, "locale", *LOCALE)
        zone, name = zone_of(request.args.get("zone", "")), named(request.args.get("name", ""))
        said = await serving(request).service.said(visitor.conversation)
        headers = {
            "Content-Disposition": 'attachment; filename="conversation.txt"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return raw(written(said, locale, name, zone).encode(), headers=headers, content_type="text/plain; charset=utf-8")


def zone_of(given: str) -> str:
    """A time zone's name.

    Raises:
        BadRequest: it can't be one.
    """
    return pattern_field({"zone": given}, "zone", *ZONE)


def named(given: str) -> str:
    """The company's name, less what nobody would see."""
    return "".join(char for char in given[:LONGEST_NAME] if char.isprintable())


def written(said: Sequence[Said], locale: str, name: str = "", zone: str = "") -> str:
    """A conversation as text.

    Args:
        name: the company's, which stands above it, and before what the assistant said.
        zone: whose clock the times are by, as Europe/Berlin; UTC where the name is empty, or not known on this machine.
    """
    customer, assistant = SPEAKERS.get(locale.partition("-")[0].lower(), SPEAKERS["en"])
    clock = _clock(zone)
    parts = [f"{name}\n"] if name else []
    for message in said:
        who = customer if message.role == "customer" else message.name or name or assistant
        at = message.at.astimezone(clock)
        parts.append(f"{at:%Y-%m-%d %H:%M} {at.tzname()}  {who}\n{message.text}\n")
    return "\n".join(parts)


def _clock(zone: str) -> datetime.tzinfo:
    try:
        return ZoneInfo(zone) if zone else datetime.timezone.utc
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return datetime.timezone.utc
