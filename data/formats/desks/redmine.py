"""Redmine: issues with their journals (`include=journals`). Whoever opened one asks; private notes are for colleagues."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, CUSTOMER, NOTE, SYSTEM

NAME = "redmine"


def recognises(value: Mapping[str, object]) -> bool:
    return isinstance(value.get("journals"), list) and "description" in value and "author" in value


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    asked = text_of(mapping(value.get("author")).get("id"))
    name = text_of(mapping(value.get("author")).get("name"))
    messages = [Message(line, CUSTOMER, text_of(value.get("description")), time_of(value.get("created_on")), name, bool(name))]
    messages += (_message(line, journal, asked) for journal in mappings(value.get("journals")))
    tags = [text_of(mapping(value.get(field)).get("name")) for field in ("tracker", "category") if value.get(field)]
    yield RawDialogue(line, text_of(value.get("id")), [message for message in messages if message.text], tags=tags)


def _message(line: int, journal: Mapping[str, object], asked: str) -> Message:
    user, text = mapping(journal.get("user")), text_of(journal.get("notes"))
    name = text_of(user.get("name"))
    role = NOTE if journal.get("private_notes") else CUSTOMER if text_of(user.get("id")) == asked else AGENT
    return Message(line, role if text else SYSTEM, text, time_of(journal.get("created_on")), name, bool(name))
