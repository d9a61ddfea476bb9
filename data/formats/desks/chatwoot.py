"""Chatwoot: conversations with their messages (`GET conversations/{id}`), and pages of messages (`…/messages`)."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, DELETED, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

NAME = "chatwoot"
# message_type, as a number and as webhooks call it; a template is sent by itself.
TYPES = {"0": CUSTOMER, "1": AGENT, "2": SYSTEM, "3": BOT, "incoming": CUSTOMER, "outgoing": AGENT, "activity": SYSTEM, "template": BOT}


def recognises(value: Mapping[str, object]) -> bool:
    if "message_type" in value and "content" in value and ("conversation_id" in value or "inbox_id" in value or "conversation" in value):
        return str(value["message_type"]) in TYPES
    return "inbox_id" in value and "messages" in value and ("meta" in value or "status" in value)


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    if "message_type" in value:
        name = text_of(value.get("conversation_id")) or text_of(mapping(value.get("conversation")).get("id"))
        yield RawDialogue(line, name, [_message(line, value)])
        return
    held = value["messages"]
    messages = mappings(held) or mappings(mapping(held).get("payload"))
    yield RawDialogue(
        line,
        text_of(value.get("id")),
        [_message(line, each) for each in messages],
        time_of(value.get("created_at")),
        tags=value.get("labels"),
    )


def _message(line: int, message: Mapping[str, object]) -> Message:
    sender = mapping(message.get("sender"))
    role = TYPES.get(str(message.get("message_type")), "")
    kind = str(sender.get("type") or message.get("sender_type") or "").lower().replace("_", "")
    if role == AGENT and (
        kind in ("agentbot", "captainassistant", "captain::assistant") or not (sender or message.get("sender_type") or "sender" in message)
    ):
        role = BOT if kind else AGENT
    if role in (AGENT, BOT) and message.get("private") in (True, "t", "true"):  # a dump of its database says “t”
        role = NOTE
    if mapping(message.get("content_attributes")).get("deleted"):
        role = DELETED
    text = text_of(message.get("content"))
    if not text and message.get("attachments"):
        role = ATTACHMENT
    return Message(line, role, text, time_of(message.get("created_at")), text_of(sender.get("name")), role in (CUSTOMER, AGENT))
