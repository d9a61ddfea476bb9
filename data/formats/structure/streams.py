"""Streams of events: an object is what happened to a conversation at one moment, a message in a list among it, and names the
conversation: `{"id": 5001, "ticket_id": 8811, "child_events": [{"body": …}, {"status": …}]}`.
"""

import re
from collections.abc import Mapping, Sequence

from data.formats.fields.field_names import folded_name
from data.formats.raw_dialogues import mapping, text_of
from data.formats.structure.flattening import flat
from data.formats.structure.lists import lists_in
from data.formats.structure.naming import id_of
from data.formats.structure.shape import Shape

NAMED = re.compile(r"(?:conversation|thread|ticket|case|dialog(?:ue)?|issue|incident|inquiry|chat)(?:id|number|no|key|uuid|sid)?")
# Of a hundred objects, how many name a conversation, and how many may hold several messages.
MOST, ODD = 90, 10


def stream_of(entries: Sequence[Mapping[str, object]], shape: Shape | None) -> str:
    """The field of the conversation that objects of a stream are of; empty if they are conversations themselves.

    Args:
        entries: objects with lists of messages.
        shape: of the messages in them.
    """
    if shape is None or len(entries) < 2:
        return ""
    several = sum(_said(entry, shape) > 1 for entry in entries)
    if several * 100 > ODD * len(entries):
        return ""
    for field in dict.fromkeys(key for entry in entries for key in entry if NAMED.fullmatch(folded_name(key))):
        named = [(name, id_of(entry)) for entry in entries if (name := conversation_in(entry, field))]
        parted = len(set(named)) == len(named) and len({name for name, _ in named}) < len(named)
        if parted and len(named) * 100 >= MOST * len(entries) and all(name != id_ for name, id_ in named):
            return field
    return ""


def conversation_in(entry: Mapping[str, object], field: str) -> str:
    """The conversation that an object is of; empty if it names none."""
    return text_of(entry.get(field)) or text_of(mapping(entry.get(field)).get("id"))


def _said(entry: Mapping[str, object], shape: Shape) -> int:
    return sum(bool(shape.first(flat(message), shape.texts)) for found in lists_in(entry) for message in found.messages)
