"""Crisp: messages of conversations, one by one; what a program sent has an origin of its own (`urn:…`) or is `automated`."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

NAME = "crisp"


def recognises(value: Mapping[str, object]) -> bool:
    return "session_id" in value and value.get("from") in ("user", "operator") and "content" in value


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    user, content, kind = mapping(value.get("user")), value.get("content"), text_of(value.get("type"))
    role: str = CUSTOMER if value["from"] == "user" else AGENT
    if role == AGENT and (
        text_of(value.get("origin")).startswith("urn:") or value.get("automated") is True or user.get("type") == "participant"
    ):
        role = BOT
    text = text_of(content) or text_of(mapping(content).get("text"))
    if kind == "note":
        role = NOTE
    elif kind == "event":
        role = SYSTEM
    elif kind not in ("text", "picker", "field", ""):
        role = ATTACHMENT
    name = text_of(user.get("nickname"))
    said = Message(line, role, text, time_of(value.get("timestamp")), name, role in (CUSTOMER, AGENT))
    yield RawDialogue(line, text_of(value["session_id"]), [said])
