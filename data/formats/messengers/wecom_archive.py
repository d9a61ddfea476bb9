"""企业微信会话存档 (WeCom's archive of chats), decrypted: a message a line, `from` one `tolist` of others, in a room or not.

What somebody took back (`"action": "recall"`) names the message. Ids of customers begin with `wm` or `wo`, those of robots with `wb`.
What employees say to each other, in a room or not, is a note.
"""

import json
import re
from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, RECALL, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, NOTE

NAME = "wecom-archive"
# An employee may be called “wmiller”; ids that somebody shortened go on with a capital or a figure.
IDS_OWN = r"(?:(?=[\w-]*[A-Z0-9])[\w-]{9,60}|[A-Z0-9][\w-]{2,60})"
CUSTOMERS = re.compile(rf"w[mo]{IDS_OWN}")
ROBOTS = re.compile(rf"wb{IDS_OWN}")


def recognises(value: Mapping[str, object]) -> bool:
    return "msgtype" in value and "from" in value and isinstance(value.get("tolist"), list)


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    sender, room = text_of(value.get("from")), text_of(value.get("roomid"))
    receivers = [text_of(each) for each in value["tolist"]] if isinstance(value["tolist"], list) else []
    customers = [id_ for id_ in (sender, *receivers) if _is_customer(id_)]
    text = _text(text_of(value.get("msgtype")), value)
    role: str = CUSTOMER if _is_customer(sender) else BOT if ROBOTS.fullmatch(sender) else AGENT
    if text_of(value.get("action")) not in ("", "send"):
        role = RECALL
    elif not customers and (receivers or not room):  # a room may come without its members
        role = NOTE
    elif not text:
        role = ATTACHMENT
    name = room or (customers[0] if customers else "\x1f".join(sorted({sender, *receivers})))
    id_ = text_of(mapping(value.get("revoke")).get("pre_msgid")) if role == RECALL else text_of(value.get("msgid"))
    yield RawDialogue(line, name, [Message(line, role, text, time_of(value.get("msgtime")), sender, role == AGENT, id=id_)])


def _is_customer(id_: str) -> bool:
    return CUSTOMERS.fullmatch(id_) is not None


def _text(kind: str, value: Mapping[str, object]) -> str:
    content = mapping(value.get(kind))
    if kind == "mixed":  # texts and pictures, each as JSON in a text
        parts = (text_of(each.get("content")) for each in mappings(content.get("item")) if each.get("type") in ("ChatRecordText", "text"))
        return "\n".join(filter(None, map(_inner, parts)))
    return text_of(content.get("content"))


def _inner(part: str) -> str:
    try:
        return text_of(mapping(json.loads(part)).get("content")) or part
    except ValueError:
        return part
