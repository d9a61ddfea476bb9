"""tawk.to: transcripts as the webhook `chat:transcript_created` sends them, and chats of its export."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

NAME = "tawk"
# “s” is the system: greetings, triggers and bots alike.
SENDERS = {"v": CUSTOMER, "visitor": CUSTOMER, "a": AGENT, "agent": AGENT, "s": BOT, "system": BOT, "b": BOT, "bot": BOT}


def recognises(value: Mapping[str, object]) -> bool:
    messages = _messages(value)
    return bool(messages) and all(isinstance(message.get("sender"), dict) and "t" in mapping(message["sender"]) for message in messages[:3])


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    chat = mapping(value.get("chat")) or value
    visitor = text_of(mapping(chat.get("visitor")).get("name"))
    messages = [_message(line, message, visitor) for message in _messages(value)]
    yield RawDialogue(
        line, text_of(chat.get("id")) or text_of(value.get("chatId")), messages, time_of(value.get("time") or chat.get("createdOn"))
    )


def _messages(value: Mapping[str, object]) -> list[Mapping[str, object]]:
    return mappings((mapping(value.get("chat")) or value).get("messages"))


def _message(line: int, message: Mapping[str, object], visitor: str) -> Message:
    sender = mapping(message.get("sender"))
    role: str = SENDERS.get(text_of(sender.get("t")), SYSTEM)
    text = text_of(message.get("msg"))
    if message.get("type") not in ("msg", None):
        role = SYSTEM
    elif not text and (message.get("attchs") or message.get("attachments")):
        role = ATTACHMENT
    name = visitor if role == CUSTOMER else text_of(sender.get("n"))
    return Message(line, role, text, time_of(message.get("time")), name, role == AGENT or (role == CUSTOMER and " " in name))
