"""Rasa: trackers (a conversation with its events), and events one by one as event brokers write them to a file or to Kafka.

What a person said through the assistant is a bot's event whose metadata names an agent.
"""

from collections.abc import Iterator, Mapping

from data.formats.raw_dialogues import ATTACHMENT, Message, RawDialogue, mapping, mappings, text_of, time_of
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

NAME = "rasa"
PERSON = ("agent", "agent_name", "operator", "human", "human_agent", "handled_by")


def recognises(value: Mapping[str, object]) -> bool:
    if "sender_id" not in value:
        return False
    events = mappings(value.get("events"))
    return bool(events and "event" in events[0]) or ("event" in value and "timestamp" in value)


def dialogues(line: int, value: Mapping[str, object]) -> Iterator[RawDialogue]:
    events = mappings(value.get("events")) or [value]
    said = [message for event in events for message in _messages(line, event)]
    if said:
        yield RawDialogue(line, text_of(value["sender_id"]), said)


def _messages(line: int, event: Mapping[str, object]) -> Iterator[Message]:
    kind, text, time = event.get("event"), text_of(event.get("text")), time_of(event.get("timestamp"))
    about = mapping(event.get("metadata"))
    if kind == "user" and (text or event.get("parse_data")):
        # A typed or clicked command, “/greet”, is nothing that a customer said; what a button showed may stand beside it.
        shown = text_of(about.get("shown")) or text_of(about.get("title"))
        yield Message(
            line, SYSTEM if text.startswith("/") and not shown else CUSTOMER if text or shown else ATTACHMENT, shown or text, time
        )
    elif kind in ("bot", "agent"):
        agent = next((text_of(about.get(key)) or "agent" for key in PERSON if about.get(key)), "agent" if kind == "agent" else "")
        yield Message(line, (AGENT if agent else BOT) if text else ATTACHMENT, text, time, agent, bool(agent) and agent != "agent")
