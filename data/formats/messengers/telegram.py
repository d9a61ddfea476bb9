"""Telegram Desktop: `result.json` of one chat, or of a whole account. In a private chat the customer has the chat's name; an
account's own messages are the company's.
"""

from collections.abc import Iterator, Mapping

from data.formats.fields.automations import told_by_haste
from data.formats.raw_dialogues import ATTACHMENT, CHAT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

NAME = "telegram"
NO_CUSTOMERS = frozenset({"saved_messages", "private_channel", "public_channel", "verification_codes", "replies"})

# The chat in which Telegram sends an account its login codes.
TELEGRAM_ITSELF = "777000"


def recognises(value: Mapping[str, object]) -> bool:
    if mappings(mapping(value.get("chats")).get("list")):
        return True
    messages = mappings(value.get("messages"))
    return (
        bool(messages)
        and "type" in value
        and ("date_unixtime" in messages[0] or "text_entities" in messages[0] or "from_id" in messages[0])
    )


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    owner = text_of(mapping(value.get("personal_information")).get("user_id"))
    own = f"user{owner.removeprefix('user')}" if owner else ""
    for chat in mappings(mapping(value.get("chats")).get("list")) or [value]:
        kind = text_of(chat.get("type"))
        if kind in NO_CUSTOMERS or text_of(chat.get("id")) == TELEGRAM_ITSELF:
            continue
        partner = text_of(chat.get("name")) if kind in ("personal_chat", "bot_chat", "") else ""
        messages = [_message(line, message, own, partner, kind) for message in mappings(chat.get("messages"))]
        if messages:
            yield RawDialogue(line, f"{CHAT}{text_of(chat.get('id')) or partner}", told_by_haste(messages))


def _message(line: int, message: Mapping[str, object], own: str, partner: str, kind: str) -> Message:
    speaker, author = text_of(message.get("from")), text_of(message.get("from_id"))
    text = _text(message.get("text"))
    role: str
    if message.get("type") != "message":
        role = SYSTEM
    elif not text:
        role = ATTACHMENT
    elif message.get("via_bot") or (kind == "bot_chat" and speaker == partner):
        role = BOT
    elif own:
        role = AGENT if author == own else CUSTOMER
    elif partner and partner != author:
        role = CUSTOMER if speaker == partner else AGENT
    else:
        role = ""
    time = time_of(message.get("date_unixtime")) or time_of(message.get("date"))
    return Message(line, role, text, time, speaker or author, role == CUSTOMER or " " not in speaker)


def _text(value: object) -> str:
    """A text, or its pieces: plain ones, and links and bold ones as objects."""
    if isinstance(value, list):
        return "".join(text_of(mapping(piece).get("text")) if isinstance(piece, dict) else text_of(piece) for piece in value)
    return text_of(value)
