"""FreeScout: rows of its table `threads`, as a dump of its database has them. Type 1 is a customer's, 2 an agent's, 3 a note, 4 an event.

State 2 is published; others are drafts and what is hidden.
"""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import DELETED, Message, RawDialogue, text_of, time_of
from data.records import AGENT, CUSTOMER, NOTE, SYSTEM

NAME = "freescout"
FIELDS = frozenset(("conversation_id", "type", "state", "source_via", "status"))
TYPES = {"1": CUSTOMER, "2": AGENT, "3": NOTE}


def recognises(value: Mapping[str, object]) -> bool:
    return value.keys() >= FIELDS and text_of(value["type"]).isdigit()


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    role: str = TYPES.get(text_of(value["type"]), SYSTEM)
    if role in (CUSTOMER, AGENT) and text_of(value["state"]) != "2":
        role = DELETED
    key = "created_by_customer_id" if role == CUSTOMER else "created_by_user_id"
    said = Message(
        line, role, text_of(value.get("body")), time_of(value.get("created_at")), text_of(value.get(key)), id=text_of(value.get("id"))
    )
    yield RawDialogue(line, text_of(value["conversation_id"]), [said])
