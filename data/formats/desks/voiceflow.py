"""Voiceflow: transcripts of an assistant. What a customer typed or chose stands in a request; all else the program said."""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import BOT, CUSTOMER, SYSTEM

NAME = "voiceflow"
LISTS = ("dialog", "logs", "turns")
SAID = ("text", "speak")


def recognises(value: Mapping[str, object]) -> bool:
    return any(_is_turn(turn) for key in LISTS for turn in mappings(value.get(key))[:3])


def _is_turn(turn: Mapping[str, object]) -> bool:
    return "payload" in turn and text_of(turn.get("type")) in (*SAID, "request", "launch") and bool({"turnID", "startTime"} & set(turn))


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    turns = next(turns for key in LISTS if (turns := mappings(value.get(key))))
    name = next((found for key in ("sessionID", "_id", "id") if (found := text_of(value.get(key)))), "")
    yield RawDialogue(line, name, [_message(line, turn) for turn in turns], time_of(value.get("createdAt")))


def _message(line: int, turn: Mapping[str, object]) -> Message:
    kind, payload = text_of(turn.get("type")), mapping(turn.get("payload"))
    inner = payload.get("payload")
    if kind == "request":
        role, text = CUSTOMER, text_of(inner) or text_of(mapping(inner).get("query")) or text_of(mapping(inner).get("label"))
    else:
        role, text = BOT, text_of(mapping(inner).get("message")) or text_of(payload.get("message")) if kind in SAID else ""
    return Message(line, role if text else SYSTEM, text, time_of(turn.get("startTime")))
