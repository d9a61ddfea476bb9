"""JSON of a desk that no other format knows: an object with a list of messages, whose fields are told by their names.

Objects without a list are rows of a table (`data.formats.tables`), a message each.
"""

from collections.abc import Iterator, Mapping

from data.formats.fields.field_names import pick, says_private
from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import ATTACHMENT, DELETED, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, CUSTOMER, NOTE

NAME = "json"
DEEPEST = 3


def recognises(value: Mapping[str, object]) -> bool:
    return bool(_messages(value))


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    people = {text_of(user.get("id")): user for key in ("users", "participants", "members", "agents") for user in mappings(value.get(key))}
    messages = [_message(line, message, people) for message in _messages(value)]
    first = next((found for key in ("description", "question", "initial_message") if (found := text_of(value.get(key)))), "")
    if first and messages and first.strip() != messages[0].text.strip():
        messages.insert(0, Message(line, CUSTOMER, first, time_of(pick(value, "time"))))
    yield RawDialogue(line, _name(value), messages, time_of(pick(value, "time")), text_of(pick(value, "product")), value.get("tags"))


def _name(value: Mapping[str, object]) -> str:
    return text_of(value.get("id")) or text_of(pick(value, "dialogue"))


def _messages(value: Mapping[str, object], depth: int = 0) -> list[Mapping[str, object]]:
    """The list of messages: the longest of those whose objects have a text, at this level or below."""
    lists = [mappings(each) for each in value.values() if isinstance(each, list)]
    fitting = [
        found
        for found in lists
        if found and sum(bool(_text(entry)) for entry in found) * 2 >= len(found) and any(map(_tells_speaker, found))
    ]
    if fitting:
        return max(fitting, key=len)
    if depth < DEEPEST:
        for each in value.values():
            if isinstance(each, dict) and (found := _messages(each, depth + 1)):
                return found
    return []


def _tells_speaker(message: Mapping[str, object]) -> bool:
    return pick(message, "role") is not None or pick(message, "speaker") is not None or _flag(message) != ""


def _text(message: Mapping[str, object]) -> str:
    value = pick(message, "text")
    if isinstance(value, dict):
        value = value.get("text") or value.get("body") or value.get("content")
    if isinstance(value, list):
        value = "\n".join(text_of(part) or text_of(mapping(part).get("text")) for part in value)
    return text_of(value)


def _flag(message: Mapping[str, object]) -> str:
    """Who it was, by a field that is true or false."""
    for key, (yes, no) in FLAGS.items():
        if isinstance(message.get(key), bool):
            return yes if message[key] else no
    return ""


OF_CUSTOMERS = ("incoming", "inbound", "is_customer", "from_customer", "isCustomer")
OF_THE_COMPANY = ("is_agent", "isAgent", "from_agent", "is_staff", "outgoing", "from_me", "fromMe", "is_operator", "outbound")
FLAGS = {**dict.fromkeys(OF_CUSTOMERS, (CUSTOMER, AGENT)), **dict.fromkeys(OF_THE_COMPANY, (AGENT, CUSTOMER))}


def _message(line: int, message: Mapping[str, object], people: Mapping[str, Mapping[str, object]]) -> Message:
    text = _text(message)
    author = next(
        (
            mapping(message[key])
            for key in ("author", "sender", "from", "user", "actor", "participant")
            if isinstance(message.get(key), dict)
        ),
        {},
    )
    known = author or people.get(text_of(pick(message, "speaker")), {})
    said = [
        text_of(pick(message, "role")),
        *(text_of(known.get(key)) for key in ("type", "role", "kind", "user_type")),
        text_of(message.get("type")),
    ]
    role = _flag(message) or next((word for word in said if word and role_of(word)), "") or next(filter(None, said[:-1]), "")
    if known.get("is_bot") is True or message.get("is_bot") is True or message.get("automated") is True:
        role = "bot"
    name = text_of(known.get("name") or known.get("full_name") or known.get("display_name")) or text_of(pick(message, "speaker"))
    if not role and role_of(name):
        role = name
    if says_private(message):
        role = NOTE
    elif message.get("deleted") is True or message.get("redacted") is True:
        role = DELETED
    elif not text:
        role = ATTACHMENT
    return Message(line, role, text, time_of(pick(message, "time")), name or role, bool(name) and role_of(name) is None)
