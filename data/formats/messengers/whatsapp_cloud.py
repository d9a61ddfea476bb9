"""WhatsApp's Cloud API: what its webhooks bring, and what was sent through it, an object a line.

Templates are a program's; what else was sent is read as an agent's, and what the phone's own app sent (`message_echoes`) is.
"""

import re
from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

NAME = "whatsapp-cloud"


def recognises(value: Mapping[str, object]) -> bool:
    return value.get("messaging_product") == "whatsapp" or bool(_changes(value))


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    found = False
    for change in _changes(value) or [value]:
        names = {text_of(each.get("wa_id")): text_of(mapping(each.get("profile")).get("name")) for each in mappings(change.get("contacts"))}
        for message in mappings(change.get("messages")):
            sender = text_of(message.get("from"))
            yield _piece(line, sender, CUSTOMER, message, names.get(sender, ""))
            found = True
        for message in (*mappings(change.get("message_echoes")), *([change] if "to" in change else [])):
            yield _piece(line, text_of(message.get("to")), BOT if message.get("type") == "template" else AGENT, message, "")
            found = True
    if not found:  # that a message was delivered, or read
        yield RawDialogue(line, "", [Message(line, SYSTEM, "status")])


def _changes(value: Mapping[str, object]) -> list[Mapping[str, object]]:
    changes = [mapping(change.get("value")) for entry in mappings(value.get("entry")) for change in mappings(entry.get("changes"))]
    return [change for change in changes if change.get("messaging_product") == "whatsapp"]


def _piece(line: int, customer: str, role: str, message: Mapping[str, object], name: str) -> RawDialogue:
    kind = text_of(message.get("type")) or "text"  # what is sent without one is a text
    content = mapping(message.get(kind))
    reply = next((mapping(entry) for key, entry in content.items() if key.endswith("_reply")), {})
    texts = (content.get("body"), content.get("caption"), content.get("text"), mapping(content.get("body")).get("text"), reply.get("title"))
    text = next(filter(None, map(text_of, texts)), "")
    time = message.get("timestamp") or message.get("time") or message.get("created_at")
    return RawDialogue(
        line, re.sub(r"\W", "", customer), [Message(line, role if text else ATTACHMENT, text, time_of(time), name or role, bool(name))]
    )
