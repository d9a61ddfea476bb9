"""What a client sees of an event: its own conversation's only, with buttons that it can send back and nobody can make."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timezone
from typing import Any

from bot.channels.web.tokens import Button, Tokens
from bot.server.files.uploads import Upload
from bot.state.turns.outbox import Event

# The names of dialogues and files are the company's own.
SHOWN_OF_SOURCE = ("date", "text", "page", "section", "address")


def event_view(event: Event, conversation: str, tokens: Tokens) -> dict[str, Any]:
    """The data of an event as `openapi.yml` describes it."""
    view: dict[str, Any] = {"event": event.id, "at": _at(event.id)}
    if event.kind == "rated":
        return {**view, **event.content}
    if event.kind == "customer":
        return {**view, "from": "customer", **event.content}
    if event.kind in ("agent", "handover"):
        return {**view, "from": "agent", **event.content} if event.kind == "agent" else {**view, **event.content}
    content = {name: value for name, value in event.content.items() if name != "custom"}
    for name in ("buttons", "suggestions"):
        if name in content:
            content[name] = _signed(content[name], f"{event.id}.{name[0]}", conversation, tokens)
    if "sources" in content:
        content["sources"] = [{name: source[name] for name in SHOWN_OF_SOURCE if name in source} for source in content["sources"]]
    if cards := _cards(event.content.get("custom")):
        content["cards"] = cards
    return {**view, "from": "assistant", "to": event.to, **content}


def upload_view(upload: Upload) -> dict[str, Any]:
    """A file of the customer's own, with the address that it is read at."""
    return {**asdict(upload), "url": f"/chat/uploads/{upload.upload}"}


def _signed(buttons: list[dict[str, Any]], place: str, conversation: str, tokens: Tokens) -> list[dict[str, str]]:
    signed = []
    for number, button in enumerate(buttons):
        title, payload = str(button.get("title", "")), str(button.get("payload", ""))
        signed.append({"title": title, "payload": tokens.button(conversation, Button(title, payload, f"{place}{number}"))})
    return signed


def _cards(custom: Any) -> list[dict[str, str]]:
    """Cards stand under Rasa's `custom`: `cards: [{title, text, image, link}]`."""
    cards = custom.get("cards") if isinstance(custom, dict) else None
    kept = ("title", "text", "image", "link")
    return [{name: str(card[name]) for name in kept if card.get(name)} for card in cards or [] if isinstance(card, dict)]


def _at(event: str) -> str:
    """When: an event's id begins with the milliseconds since 1970 (by Redis' clock)."""
    return datetime.fromtimestamp(int(event.partition("-")[0]) / 1000, timezone.utc).isoformat(timespec="milliseconds")
