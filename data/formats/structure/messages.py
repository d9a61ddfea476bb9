"""What the messages of any desk say, who says it and as what, by the shape of a log's messages and by who is known around them."""

from collections.abc import Mapping, Sequence

from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import ATTACHMENT, LEFT_OUT, RECALL, Message, time_of
from data.formats.structure.flattening import Leaf
from data.formats.structure.kinds import kind_of, says_message
from data.formats.structure.linking import recalled_by
from data.formats.structure.lists import Found
from data.formats.structure.people import People, told_by_partner
from data.formats.structure.shape import Shape
from data.formats.text.encoded_twice import decoded_once
from data.formats.text.html_text import looks_like_html
from data.formats.text.signatures import marks_signature
from data.hidden import without_hidden
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM, Role


def messages_of(
    line: int,
    lists: Sequence[Found],
    rows: Sequence[Mapping[str, Leaf]],
    shape: Shape,
    people: People,
    declared: tuple[str, Mapping[str, Role]] = ("", {}),
) -> list[Message]:
    """The messages of the lists of a conversation.

    Args:
        line: where its object stands.
        lists: the lists; rows: the messages of all of them, as rows.
        shape: of the log's messages.
        people: who is known by what stands around them.
        declared: the field with the number of who speaks, and whose each number is.
    """
    among_colleagues = [found.is_notes or (number > 0 and found.is_comments) for number, found in enumerate(lists) for _ in found.messages]
    partners = told_by_partner(people, speakers_of(rows, shape, people))
    messages = []
    for fields, private in zip(rows, among_colleagues):
        text = _text_of(fields, shape)
        name, key = who_says(fields, shape, people)
        recalled = recalled_by(fields, shape.kept)
        role: str = RECALL if recalled else kind_of(fields, shape.kinds)
        if private and not recalled:
            role = NOTE
        elif not role and not text.strip():
            role = ATTACHMENT
        role = role or declared[1].get(str(fields.get(declared[0], "")), "") or shape.roles.of(fields) or ""
        if role == SYSTEM and role_of(name) == BOT and not kind_of(fields, shape.kinds) and says_message(fields):
            role = BOT  # Amazon Connect counts its bots among the system's participants
        if role in ("", AGENT) and (role_of(name or key) in (BOT, SYSTEM) or people.role(key, name) == BOT):
            role = BOT
        role = role or people.role(key, name) or partners.get(key or name) or _by_name(name)
        time = shape.first(fields, shape.times)
        is_name = bool(name) and role_of(name) is None and not any(char.isdigit() or char in "@:" for char in name)
        messages.append(
            Message(
                line,
                role,
                text,
                time_of(time),
                name or key,
                is_name and role not in LEFT_OUT,
                id=recalled or str(fields.get(shape.own, "")),
            )
        )
    return _told_apart(messages)


def _text_of(fields: Mapping[str, Leaf], shape: Shape) -> str:
    """What a message says: its text, or the same as HTML where only that says where the signature begins."""
    text = str(shape.first(fields, shape.texts))
    if "\n" not in text or looks_like_html(text):
        return text
    return next((leaf for leaf in fields.values() if isinstance(leaf, str) and "<" in leaf and marks_signature(leaf, text)), text)


def _told_apart(messages: list[Message]) -> list[Message]:
    """Where a field makes customers of several people whom nobody answers, it says only that they are people: who is who is open."""
    said = [message for message in messages if message.role in (CUSTOMER, AGENT, "")]
    if any(message.role != CUSTOMER for message in said) or len({message.speaker for message in said}) < 2:
        return messages
    return [message._replace(role="") if message.role == CUSTOMER else message for message in messages]


def _by_name(name: str) -> str:
    role = role_of(name)
    return role if role in (AGENT, CUSTOMER, NOTE) else ""


def who_says(fields: Mapping[str, Leaf], shape: Shape, people: People) -> tuple[str, str]:
    """The speaker's name and id."""
    key = str(shape.first(fields, shape.ids))
    first = next((str(fields[path]) for path in fields if path.endswith(("first", "firstname")) and fields[path]), "")
    family = next((str(fields[path]) for path in fields if path.endswith(("last", "lastname")) and fields[path]), "")
    name = str(shape.first(fields, shape.names)) or f"{first} {family}".strip() or people.name(key)
    return without_hidden(decoded_once(name)).strip(), key


def speakers_of(rows: Sequence[Mapping[str, Leaf]], shape: Shape, people: People) -> dict[str, tuple[str, ...]]:
    """Those who speak, each with all that he is called."""
    found: dict[str, tuple[str, ...]] = {}
    for fields in rows:
        name, key = who_says(fields, shape, people)
        if (key or name) and not kind_of(fields, shape.kinds):
            called = {str(fields[path]) for path in (*shape.names, *shape.ids) if path in fields}
            found[key or name] = tuple({name, key, *called, *found.get(key or name, ())})
    return found
