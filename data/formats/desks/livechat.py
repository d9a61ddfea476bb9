"""LiveChat: archives of the API (chats with threads and events), and chats with `messages` as older versions gave them."""

from collections.abc import Iterator, Mapping

from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM

NAME = "livechat"
KINDS = {
    "customer": CUSTOMER,
    "visitor": CUSTOMER,
    "client": CUSTOMER,
    "agent": AGENT,
    "operator": AGENT,
    "bot": BOT,
    "supervisor": NOTE,
    "system": SYSTEM,
}
SAID = ("message", "rich_message", "annotation", "")


def recognises(value: Mapping[str, object]) -> bool:
    if _threads(value) and ("users" in value or "events" in _threads(value)[0]):
        return True
    messages = mappings(value.get("messages"))
    return bool(messages and "user_type" in messages[0]) or ("events" in value and "users" in value)


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    users = {text_of(user.get("id")): user for user in mappings(value.get("users"))}
    threads = _threads(value) or [value]
    for thread in threads:
        said = mappings(thread.get("events")) if mappings(thread.get("messages")) == [] else mappings(thread.get("messages"))
        known = users | {text_of(user.get("id")): user for user in mappings(thread.get("users")) if user.get("type")}
        name = text_of(thread.get("id")) if len(threads) > 1 else text_of(value.get("id")) or text_of(thread.get("id"))
        messages = [_message(line, event, known) for event in said]
        started = time_of(thread.get("created_at") or value.get("started_timestamp"))
        yield RawDialogue(line, name, messages, started, tags=thread.get("tags") or value.get("tags"))


def _threads(value: Mapping[str, object]) -> list[Mapping[str, object]]:
    thread = value.get("thread")
    return [mapping(thread)] if isinstance(thread, dict) else mappings(value.get("threads"))


def _message(line: int, event: Mapping[str, object], users: Mapping[str, Mapping[str, object]]) -> Message:
    author = text_of(event.get("author_id"))
    user = users.get(author, {})
    name = text_of(user.get("name")) or text_of(event.get("author_name"))
    role = KINDS.get(text_of(event.get("user_type") or user.get("type") or mapping(event.get("author")).get("type")).lower(), "")
    kind = text_of(event.get("type"))
    text = text_of(event.get("text")) or text_of(event.get("message"))
    if role == AGENT and (user.get("is_bot") is True or role_of(name) == BOT or role_of(author) == BOT):
        role = BOT
    if event.get("visibility") == "agents" or kind == "annotation" or event.get("recipients") == "agents":
        role = NOTE
    elif kind == "file":
        role = ATTACHMENT
    elif kind not in SAID:
        role = SYSTEM
    time = event.get("created_at") or event.get("timestamp") or event.get("date")
    return Message(line, role, text, time_of(time), name or author, bool(name) and role in (CUSTOMER, AGENT, ""))
