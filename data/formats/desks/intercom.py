"""Intercom: `GET /conversations/{id}`. The first message stands outside the list, in `source`."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, DELETED, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

NAME = "intercom"
AUTHORS = {"user": CUSTOMER, "lead": CUSTOMER, "contact": CUSTOMER, "visitor": CUSTOMER, "admin": AGENT, "teammate": AGENT, "team": AGENT,
           "bot": BOT, "workflow": BOT, "operator": BOT, "fin": BOT, "ai_agent": BOT}  # fmt: skip


def recognises(value: Mapping[str, object]) -> bool:
    return "conversation_parts" in value or (value.get("type") == "conversation" and isinstance(value.get("source"), dict))


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    held = value.get("conversation_parts")
    parts = mappings(held) or mappings(mapping(held).get("conversation_parts"))
    source = mapping(value.get("source"))
    messages = [_message(line, each) for each in parts]
    if source:
        opening = {**source, "created_at": value.get("created_at"), "part_type": "comment"}
        if source.get("delivered_as") == "automated":
            opening["author"] = {**mapping(source.get("author")), "type": "bot"}
        messages.insert(0, _message(line, opening))
    rated = mapping(value.get("conversation_rating"))
    stars = rated.get("rating")
    tags = [text_of(tag.get("name")) for tag in mappings(mapping(value.get("tags")).get("tags"))]
    yield RawDialogue(
        line, text_of(value.get("id")), messages, time_of(value.get("created_at")), tags=tags,
        rating=stars if isinstance(stars, int) and 1 <= stars <= 5 else None, comment=text_of(rated.get("remark")),
    )  # fmt: skip


def _message(line: int, part: Mapping[str, object]) -> Message:
    author = mapping(part.get("author"))
    kind, text = text_of(part.get("part_type")), text_of(part.get("body"))
    role: str = AUTHORS.get(text_of(author.get("type")).lower(), SYSTEM)
    if author.get("from_ai_agent") is True or author.get("is_ai_answer") is True:
        role = BOT
    if kind.startswith("note"):
        role = NOTE
    elif part.get("redacted") is True:
        role = DELETED
    elif not text:
        role = ATTACHMENT if part.get("attachments") else SYSTEM
    return Message(line, role, text, time_of(part.get("created_at")), text_of(author.get("name")), role in (CUSTOMER, AGENT), "html")
