"""JSON of a desk that no other format knows: an object with a list of messages, told by how it is built (`data.formats.structure`).

Objects without a list are rows, a message each.
"""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import RawDialogue
from data.formats.structure.lists import lists_in
from data.formats.structure.reading import conversations

NAME = "json"


def recognises(value: Mapping[str, object]) -> bool:
    return bool(lists_in(value))


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    yield from conversations(line, value)
