"""The first message of a conversation, where it stands outside the list of the others."""

from collections.abc import Mapping, Sequence

from data.formats.fields.field_names import pick
from data.formats.raw_dialogues import Message, time_of
from data.formats.structure.flattening import Leaf, flat
from data.formats.structure.kinds import kind_of
from data.formats.structure.messages import who_says
from data.formats.structure.people import People
from data.formats.structure.shape import Shape
from data.records import CUSTOMER

# Names of a conversation's own text, which may be its first message.
OPENING = ("description", "question", "initialmessage", "firstmessage", "descriptiontext")


def opening_of(
    line: int, around: Sequence[Mapping[str, object]], shape: Shape, people: People, rows: Sequence[Mapping[str, Leaf]]
) -> Message | None:
    """The first message, where it stands outside the list: as the conversation's description, or as the object that was answered."""
    for about in around:
        top = flat({key: entry for key, entry in about.items() if not isinstance(entry, list)})
        text = str(shape.first(top, [path for path in shape.texts if path in top and "." not in path]))
        name, key = who_says(top, shape, people)
        alike = bool(text) and bool(name or key) and (name or key) in {part for fields in rows for part in who_says(fields, shape, people)}
        if (
            text
            and (alike or (name or (key and shape.first(top, shape.times))))
            and not kind_of({path: top[path] for path in top if path != "type"})
        ):
            return Message(
                line,
                shape.roles.of(top) or people.role(key, name) or "",
                text,
                time_of(shape.first(top, shape.times)),
                name or key,
                bool(name),
            )
        given = next((leaf for path, leaf in top.items() if path.split(".")[0] in OPENING and isinstance(leaf, str) and " " in leaf), "")
        if given:
            asker = next((name for name, role in people.roles.items() if role == CUSTOMER), "")
            return Message(line, CUSTOMER, given, time_of(pick(about, "date")), people.name(asker) or asker)
    return None
