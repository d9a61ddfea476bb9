"""Reads and checks what requests carry."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from typing import Any

from sanic.exceptions import PayloadTooLarge
from sanic.request import Request

from bot.server.http.errors import BadRequest

LONGEST_TEXT = 4_000
LARGEST_BODY = 64 * 1024
# A larger body is refused unread, and the connection closed; one between the two is read, so that its sender sees the answer.
LARGEST_READ = 1024 * 1024
# Whoever sends too much hears so after a while, and costs nothing meanwhile: 50 such clients ask 50 times a second, not thousands.
LATE_S = 1.0

# What fields and parameters of several requests look like, and what to call it: for `pattern_field`. Numbers of an event are
# below 2^64, which Redis can read.
EVENT = (r"\d{1,19}-\d{1,19}", "an event's id, as an event carries it")
LOCALE = (r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}|", "a language, as zh-CN")


async def read_body(request: Request, largest: int = LARGEST_BODY) -> bytes:
    """The body of a streaming route. Sanic itself would read up to 100 MB: a few clients could keep the server busy with that.

    Raises:
        BadRequest, sanic.exceptions.PayloadTooLarge: it is too large.
    """
    assert request.stream
    request.stream.request_max_size = max(LARGEST_READ, 2 * largest)
    try:
        await request.receive_body()  # type: ignore[no-untyped-call]
    except PayloadTooLarge:
        await asyncio.sleep(LATE_S)
        raise
    if len(request.body) > largest:
        raise BadRequest(413, "too_large", f"a request may have {largest:,} bytes at most. It had: {len(request.body):,}")
    return request.body


def read_json(body: bytes, known: set[str]) -> dict[str, Any]:
    """The fields of a JSON object.

    Raises:
        BadRequest: it is no JSON, no object, or has unknown fields.
    """
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest(400, "invalid_json", "the request's body must be JSON") from None
    if not isinstance(fields, dict):
        raise BadRequest(400, "invalid_json", "the request's body must be a JSON object")
    if unknown := set(fields) - known:
        raise BadRequest(400, "unknown_field", f"known fields are {', '.join(sorted(known))}. There were others: {len(unknown)}")
    return fields


def pattern_field(fields: dict[str, Any], name: str, pattern: str, expected: str) -> str:
    """A field that is a text of a certain form."""
    value = fields.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise BadRequest(400, f"invalid_{name}", f"{name} must be a text of {expected}")
    return value


def plain_text(fields: dict[str, Any], name: str = "text", longest: int = LONGEST_TEXT) -> str:
    """A field that a person typed, without control characters; not empty."""
    text = fields.get(name)
    if not isinstance(text, str):
        raise BadRequest(400, f"invalid_{name}", f"{name} must be given, as a text")
    if len(text) > longest:
        raise BadRequest(413, "too_long", f"{name} may have {longest:,} characters at most. It had: {len(text):,}")
    # What reads it spells ligatures and the like out (NFKC): one of them may be 18 letters.
    if (read := len(unicodedata.normalize("NFKC", text).casefold())) > longest:
        raise BadRequest(413, "too_long", f"{name} may have {longest:,} characters at most, ligatures spelt out. It had: {read:,}")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRequest(400, f"invalid_{name}", f"{name} must be valid Unicode; it holds half a surrogate pair") from None
    text = "".join(char if char.isprintable() or char in "\n\t" or ord(char) > 0x9F else " " for char in text).strip()
    if not text:
        raise BadRequest(400, "empty", f"{name} is empty")
    return text
