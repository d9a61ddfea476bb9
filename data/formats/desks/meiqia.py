"""美洽 (Meiqia): conversations with `conv_contents`. A line “from agent” that names nobody, beside lines that do, is the robot's."""

from collections.abc import Iterator, Mapping

from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, NOTE, SYSTEM

NAME = "meiqia"
CONTENTS = ("conv_contents", "conv_content", "convContent")


def recognises(value: Mapping[str, object]) -> bool:
    return any(mappings(value.get(key)) for key in CONTENTS)


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    contents = next(found for key in CONTENTS if (found := mappings(value.get(key))))
    named = any(message.get("agent_name") for message in contents if message.get("from") == "agent")
    visitor = text_of(mapping(value.get("client_info")).get("visitor_name"))
    messages = [_message(line, message, named, visitor) for message in contents]
    yield RawDialogue(line, text_of(value.get("conv_id")), messages, time_of(value.get("conv_start_tm")), tags=value.get("conv_tags"))


def _message(line: int, message: Mapping[str, object], named: bool, visitor: str) -> Message:
    role: str = role_of(text_of(message.get("from"))) or SYSTEM
    agent = text_of(message.get("agent_name"))
    if role == AGENT and (role_of(agent) == BOT or (named and not agent)):
        role = BOT
    kind = text_of(message.get("type"))
    if "internal" in kind or "note" in kind:
        role = NOTE
    elif kind not in ("message", "welcome", "promotion", ""):
        role = SYSTEM
    elif text_of(message.get("content_type")) not in ("text", "rich_text", "html", ""):
        role = ATTACHMENT
    name = agent if role == AGENT else visitor
    return Message(line, role, text_of(message.get("content")), time_of(message.get("timestamp")), name, bool(name))
