"""Freshchat: a conversation's messages (`conversations/{id}/messages`), whose text lies in parts."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

NAME = "freshchat"
ACTORS = {"user": CUSTOMER, "agent": AGENT, "bot": BOT, "system": SYSTEM}


def recognises(value: Mapping[str, object]) -> bool:
    messages = mappings(value.get("messages"))
    return "message_parts" in value or bool(messages and "message_parts" in messages[0])


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    messages = [value] if "message_parts" in value else mappings(value.get("messages"))
    name = text_of(value.get("conversation_id")) or text_of(value.get("id")) or text_of(messages[0].get("conversation_id"))
    yield RawDialogue(line, name, [_message(line, message) for message in messages], time_of(value.get("created_time")))


def _message(line: int, message: Mapping[str, object]) -> Message:
    parts = mappings(message.get("message_parts"))
    texts = [text_of(mapping(part.get(kind)).get(field)) for part in parts for kind, field in (("text", "content"), ("email", "content"))]
    text = "\n".join(filter(None, texts))
    role: str = ACTORS.get(text_of(message.get("actor_type")).lower(), SYSTEM)
    kind = text_of(message.get("message_type")).lower()
    if kind == "private":
        role = NOTE
    elif kind == "system":
        role = SYSTEM
    elif not text and parts:
        role = ATTACHMENT
    return Message(line, role, text, time_of(message.get("created_time")), text_of(message.get("actor_id")))
