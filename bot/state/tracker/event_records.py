"""Rasa's events as the JSON records that Redis keeps."""

import json
from typing import Any

from rasa.shared.core.events import Event


def event_to_json(event: Event) -> str:
    return json.dumps(event.as_dict(), ensure_ascii=False, separators=(",", ":"))


def event_from_json(record: str) -> Event:
    return event_from_dict(json.loads(record))


def event_from_dict(record: Any) -> Event:
    event = Event.from_parameters(record) if isinstance(record, dict) else None
    if event is None:
        raise ValueError("it is no event of Rasa's")
    return event
