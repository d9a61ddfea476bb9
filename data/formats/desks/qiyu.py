"""网易七鱼 (Qiyu): messages of sessions as its interface exports them, one by one or in a session.

What is sent automatically, and what the company's side says in a robot's session (`interaction` 1), is the bot's.
"""

from collections.abc import Iterator, Mapping

from data.formats.fields.role_words import role_of
from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

NAME = "qiyu"
LISTS = ("messages", "message", "msgs", "messageList", "msgList", "list", "dialogs")
TEXTS = ("content", "msg", "text", "message")
SIGNS = ("mType", "fromUser", "staffId", "staffName", "autoReply", "fromType", "interaction", "kefuName")
# mType of a text; others are pictures, voices, files, and 10x custom ones.
TEXT_TYPES = ("", "1", "TEXT", "text", "0", "richtext", "RICHTEXT")


def recognises(value: Mapping[str, object]) -> bool:
    inner = _list(value)
    named = "sessionId" in value or any("sessionId" in each or "mType" in each for each in inner[:3])
    return named and any(sign in each for each in (value, *inner[:3]) for sign in SIGNS)


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    messages = _list(value) or [value]
    own = text_of(value.get("sessionId"))
    of_several = len({text_of(message.get("sessionId")) for message in messages}) > 1
    name = own or text_of(value.get("id")) or text_of(messages[0].get("sessionId"))
    parts = [(text_of(message.get("sessionId")), [message]) for message in messages] if of_several and not own else [(name, messages)]
    for part, said in parts:
        yield RawDialogue(line, part, [_message(line, message, value) for message in said], time_of(value.get("startTime")))


def _list(value: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The messages of a session; sessions in a list are none: each has messages of its own."""
    found = (mappings(value.get(key)) for key in LISTS)
    return next((each for each in found if each and not any(mappings(each[0].get(key)) for key in LISTS)), [])


def _message(line: int, message: Mapping[str, object], session: Mapping[str, object]) -> Message:
    text = next((text_of(message.get(key)) for key in TEXTS if message.get(key)), "")
    staff = text_of(message.get("staffName")) or text_of(session.get("staffName"))
    sender = message.get("fromUser", message.get("from", message.get("fromType")))
    word = role_of(text_of(mapping(sender).get("type")) or text_of(sender))
    if sender in (True, 1, "1"):
        role: str = CUSTOMER
    elif sender in (False, 0, "0"):
        role = AGENT
    else:
        role = word or SYSTEM
    automatic = message.get("autoReply") in (1, True, "1") or message.get("isRobot") in (1, True, "1")
    if role == AGENT and (automatic or (message.get("interaction", session.get("interaction")) in (1, "1")) or role_of(staff) == BOT):
        role = BOT
    if text_of(message.get("mType", message.get("msgType"))) not in TEXT_TYPES:
        role = ATTACHMENT
    name = staff if role == AGENT else text_of(message.get("userName")) or text_of(session.get("userName"))
    return Message(
        line,
        role,
        text,
        time_of(message.get("time", message.get("ts", message.get("createTime")))),
        name,
        bool(name) and role in (AGENT, CUSTOMER),
    )
