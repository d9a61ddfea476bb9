"""What Feishu's messages hold: texts and posts that come in, posts and cards that go out; encrypted deliveries; codes of errors."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from bot.channels.frame.api import Answer, NoLogin, Unknown
from bot.channels.frame.delivery import Unreadable, objects_at, pick, read_object, text_at
from bot.channels.frame.markup import Run
from bot.channels.frame.rendering import Part
from bot.state.deliveries.contract import Refused, TryLater

BLOCK = 16
# https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code
TOO_FAST, NO_TOKEN = (99991400, 230020, 11232), (99991661, 99991663, 99991664, 99991668)
TRY_AGAIN = (1663, 2200, 230049, 99991651)


def content_of(text: str) -> dict[str, Any]:
    """What a message holds, which is JSON inside JSON."""
    try:
        return read_object(text)
    except Unreadable:
        return {}


def text_of(content: dict[str, Any], mentions: Sequence[dict[str, Any]]) -> str:
    """A message's words without mentions: of a text, or of a post with its paragraphs."""
    text = text_at(content, "text")
    paragraphs = pick(content, "content")
    if isinstance(paragraphs, list):
        lines = ["".join(text_at(each, "text") for each in objects_at(paragraphs, number)) for number in range(len(paragraphs))]
        text = "\n".join([text_at(content, "title"), *lines]).strip()
    names = [text_at(each, "key") for each in mentions]
    for name in sorted(filter(None, names), key=len, reverse=True):  # @_user_1 is the beginning of @_user_10
        text = text.replace(name, "")
    return text.strip()


def paragraphs(runs: Sequence[Run]) -> list[list[dict[str, Any]]]:
    """Runs as a post: a list of elements a line, in which nothing has to be escaped."""
    lines: list[list[dict[str, Any]]] = [[]]
    for run in runs:
        for number, text in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            style = [name for name, wanted in (("bold", run.bold), ("italic", run.italic)) if wanted]
            about: dict[str, Any] = {"tag": "a", "href": run.link} if run.link else {"tag": "text"}
            if text:
                lines[-1].append({**about, "text": text, **({"style": style} if style else {})})
    return [line or [{"tag": "text", "text": ""}] for line in lines]


def card(part: Part, chat: str) -> dict[str, Any]:
    """A card with buttons; its text is plain, so that nothing in it becomes markup. A button says in which chat it was shown."""
    buttons = [
        {
            "tag": "button",
            "type": "default",
            "text": {"tag": "plain_text", "content": button.title},
            "value": {"button": button.id, "chat": chat},
        }
        for button in part.buttons
    ]
    text = {"tag": "div", "text": {"tag": "plain_text", "content": part.plain}}
    return {"config": {"wide_screen_mode": True}, "elements": [text, {"tag": "action", "actions": buttons}]}


def decrypted(key: str, text: str) -> bytes:
    """What Feishu encrypted: base64 of the initial vector and AES-256-CBC under the key's SHA-256.

    Raises:
        ValueError: it is none.
    """
    content = base64.b64decode(text, validate=True)
    cipher = Cipher(AES(hashlib.sha256(key.encode()).digest()), CBC(content[:BLOCK])).decryptor()
    padding = PKCS7(8 * BLOCK).unpadder()
    return padding.update(cipher.update(content[BLOCK:]) + cipher.finalize()) + padding.finalize()


def meant_by(answer: Answer) -> Exception | None:
    """What an answer of the API means, by its code; none where all is well."""
    code = pick(answer.body, "code")
    said = f"{code} {text_at(answer.body, 'msg')[:200]}"
    if code in (0, None) or not isinstance(code, int):
        return None
    if code in NO_TOKEN:
        return NoLogin(said)
    if code in TOO_FAST:
        reset = answer.headers.get("x-ogw-ratelimit-reset", "")
        return TryLater(said, float(reset) if reset.isascii() and reset.isdigit() and len(reset) < 6 else answer.retry_after_s or 1.0)
    if code in TRY_AGAIN:
        return TryLater(said)
    return Unknown(said) if answer.status >= 500 else Refused(said)
