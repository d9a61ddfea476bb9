"""Botpress: `listMessages`, newest first. What goes out is the bot's, unless a tag names the agent of an integration."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER

NAME = "botpress"


def recognises(value: Mapping[str, object]) -> bool:
    messages = mappings(value.get("messages")) or [value]
    payload = messages[0].get("payload")
    return isinstance(payload, dict) and bool({"type", "text"} & set(payload)) and messages[0].get("direction") in ("incoming", "outgoing")


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    for message in reversed(mappings(value.get("messages")) or [value]):
        name = text_of(message.get("conversationId")) or text_of(value.get("conversationId"))
        yield RawDialogue(line, name, [_message(line, message)])


def _message(line: int, message: Mapping[str, object]) -> Message:
    payload, tags = mapping(message.get("payload")), mapping(message.get("tags"))
    agent = next((text_of(name) for tag, name in tags.items() if "agent" in tag.lower() or "human" in tag.lower()), "")
    role = CUSTOMER if message.get("direction") == "incoming" else AGENT if agent else BOT
    text = text_of(payload.get("text")) or text_of(payload.get("markdown")) or text_of(payload.get("title"))
    return Message(
        line, role if text else ATTACHMENT, text, time_of(message.get("createdAt")), agent or text_of(message.get("userId")), bool(agent)
    )
