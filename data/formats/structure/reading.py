"""A conversation of any desk, by how its object is built."""

import re
from collections.abc import Iterator, Mapping, Sequence

from data.formats.fields.field_names import folded_name, pick
from data.formats.fields.subjects import plain_subject
from data.formats.fields.times import parse
from data.formats.raw_dialogues import CHAT, Message, RawDialogue, mapping, text_of, time_of
from data.formats.structure.declared import declared_roles
from data.formats.structure.flattening import Leaf, flat
from data.formats.structure.linking import customers_of, linked
from data.formats.structure.lists import Found, apart, lists_in
from data.formats.structure.messages import messages_of, speakers_of
from data.formats.structure.naming import id_of, name_of
from data.formats.structure.openings import opening_of
from data.formats.structure.paths import last
from data.formats.structure.people import People, people_of, told_by_partner
from data.formats.structure.shape import PARTY, WITHIN, Shape, shape_of, thread_of

ROWS = "rows"
# Fields that a conversation has, and a channel of many hasn't.
ONE = re.compile(
    r"^(?:subject|betreff|asunto|objet|status|priority|assignee\w*|requester\w*|customer(?:id|name|email)?|closedat|resolvedat"
    r"|(?:conversation|ticket|case|dialog(?:ue)?|issue|incident|interaction)(?:id|number|no|key)?)$"
)
# Whom a chat is with, in its name.
WITH = re.compile(r"^.{0,40}\b(?:with|mit|avec|con|com)\s", re.IGNORECASE)
BEGUN = re.compile(r"^(?:conversation|chat|call|session|ticket)?(?:start|begin|begun|open|creat|initiat|date|time)\w*$")


def rows_of(value: Mapping[str, object]) -> list[Mapping[str, Leaf]]:
    """The messages of a conversation, or of several under names of their own, as rows, to learn a shape from."""
    lists = lists_in(value)
    if several := apart(lists[0].holder) if lists else []:
        return [row for _, held in several for row in rows_of({"messages": held})]
    return [flat(message) for found in lists for message in found.messages]


def conversations(line: int, value: Mapping[str, object], shape: Shape | None = None) -> Iterator[RawDialogue]:
    """The dialogues in an object with a list of messages: one, or those that its messages name.

    Args:
        line: where the object stands.
        value: the object.
        shape: of the log's messages; none to tell it by these alone.
    """
    lists = lists_in(value)
    if several := apart(lists[0].holder) if lists else []:
        for name, messages_of_one in several:
            yield from conversations(line, {"id": name, "with": WITH.sub("", name).strip(" :"), "messages": messages_of_one}, shape)
        return
    rows = [flat(message) for found in lists for message in found.messages]
    shape = shape or shape_of(rows)
    if shape is None:
        return
    around = list(_around(value, lists[0].holder))
    people = people_of(around, frozenset(id(found.held) for found in lists))
    said = messages_of(line, lists, rows, shape, people, declared_roles(around, rows))
    threads = (
        [_between(fields, shape) for fields in rows]
        if shape.ends or (shape.subject and not id_of(value) and not id_of(lists[0].holder))
        else _threads(rows, bool(id_of(value) or id_of(lists[0].holder)), any(_is_one(about) for about in (value, lists[0].holder)))
    )
    if len(set(threads)) < 2 and not (id_of(value) or id_of(lists[0].holder)):
        customers = customers_of([message for found in lists for message in found.messages])
        threads = [f"{CHAT}{customer}" for customer in customers] or threads
    if len(set(threads)) > 1:
        held: dict[str, list[Message]] = {}
        for thread, message in zip(threads, said):
            held.setdefault(thread, []).append(message)
        for thread, messages in held.items():
            yield RawDialogue(line, thread or f"{CHAT}{name_of(value, lists)}", messages)
        return
    opening = opening_of(line, around, shape, people, rows)
    if (
        opening is not None
        and said
        and opening.text.strip()
        and opening.text.strip()[:200] not in {message.text.strip()[:200] for message in said}
    ):
        said = [opening, *said]
    about = {**lists[0].holder, **value}
    name = name_of(value, lists) or (threads[0] if threads else "")
    chat = CHAT if name and told_by_partner(people, speakers_of(rows, shape, people)) else ""
    date = time_of(pick(about, "date")) or _begun(about)
    yield RawDialogue(line, chat + name, said, date, text_of(pick(about, "product")), _tags(about.get("tags")))


def _threads(rows: Sequence[Mapping[str, Leaf]], named: bool, one: bool) -> list[str]:
    """The conversation of each message of one list: by what it names, or answers, or by whom it is from or to.

    Args:
        rows: the messages.
        named: whether the object that holds them has an id of its own.
        one: whether it is one conversation by its fields, so that it doesn't matter which message answers which.
    """
    thread = thread_of(rows, within=named)
    if thread and WITHIN.search(thread) and len({fields.get(thread) for fields in rows}) == 1 and len(set(answered := linked(rows))) > 1:
        return answered  # a channel of many, in which each names what it answers
    if thread:
        return [str(fields.get(thread, "")) for fields in rows]
    threads = linked(rows) if not one else [""] * len(rows)
    if len(set(threads)) < 2 and (party := thread_of(rows, PARTY)) and len(rows) > 2 * len({fields.get(party) for fields in rows}):
        return [f"{CHAT}{fields.get(party, '')}" for fields in rows]
    return threads


def _is_one(about: Mapping[str, object]) -> bool:
    return any(ONE.match(folded_name(key)) and entry and not isinstance(entry, list) for key, entry in about.items())


def row(line: int, value: Mapping[str, object], shape: Shape) -> Iterator[RawDialogue]:
    """The message that an object by itself is; nothing if it has neither a text nor a conversation."""
    fields = flat(value)
    said = messages_of(line, [Found("", [value], {}, None)], [fields], shape, People())
    thread = str(fields.get(shape.thread, ""))
    if said and (thread or not shape.thread):
        between = _between(fields, shape) if shape.ends or shape.subject else f"{CHAT}{fields.get(shape.party, ROWS)}"
        yield RawDialogue(line, thread or between, said)


def _between(fields: Mapping[str, Leaf], shape: Shape) -> str:
    """A name for the conversation of the two whom a message is from and to, or of all who write under its subject."""
    if shape.subject:
        return f"{CHAT}{plain_subject(str(fields.get(shape.subject, '')))}"
    return f"{CHAT}{' '.join(sorted(str(fields.get(path, '')) for path in shape.ends))}"


def _begun(about: Mapping[str, object]) -> str | float | None:
    """When a conversation began, by any field of it that is called so."""
    top = flat({key: entry for key, entry in about.items() if not isinstance(entry, list)})
    named = (leaf for path, leaf in top.items() if BEGUN.match(last(path)) and not isinstance(leaf, bool))
    return next((time_of(leaf) for leaf in named if parse(leaf) is not None), None)


def _around(value: Mapping[str, object], holder: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The objects from the one that holds the messages out to the conversation's own."""
    if value is holder:
        yield value
        return
    for entry in value.values():
        if isinstance(entry, dict) and (inner := list(_around(entry, holder))):
            yield from inner
            yield value
            return


def _tags(given: object) -> object:
    """Labels as texts: some desks give objects with a name."""
    return [text_of(mapping(tag).get("name")) or tag for tag in given] if isinstance(given, list) else given
