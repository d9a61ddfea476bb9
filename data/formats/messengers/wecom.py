"""微信客服 (WeChat customer service of WeCom): `kf/sync_msg`. Origin 3 is the customer, 4 the system, 5 the company: a person if it
names a `servicer_userid`, else the smart assistant.
"""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, RECALL, Message, RawDialogue, mapping, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

NAME = "wecom"


def recognises(value: Mapping[str, object]) -> bool:
    return "msgtype" in value and "origin" in value and ("external_userid" in value or "event" in value)


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    kind = text_of(value.get("msgtype"))
    customer = text_of(value.get("external_userid")) or text_of(mapping(value.get("event")).get("external_userid"))
    servicer = text_of(value.get("servicer_userid"))
    content = mapping(value.get(kind))
    text = text_of(content.get("content")) or text_of(content.get("head_content"))
    role: str = {"3": CUSTOMER, "4": SYSTEM, "5": AGENT if servicer else BOT}.get(text_of(value.get("origin")), SYSTEM)
    recalled = text_of(mapping(value.get("event")).get("recall_msgid"))
    if kind == "event":
        role = RECALL if recalled else SYSTEM
    elif not text:
        role = ATTACHMENT
    id_ = recalled or text_of(value.get("msgid"))
    about = value if value.get("open_kfid") else mapping(value.get("event"))
    name = f"{text_of(about.get('open_kfid'))}/{customer}" if about.get("open_kfid") else customer
    yield RawDialogue(
        line, name, [Message(line, role, text, time_of(value.get("send_time")), servicer or customer, bool(servicer), id=id_)]
    )
