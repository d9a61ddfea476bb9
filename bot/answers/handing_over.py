"""What is said of people who answer: only what is true now, by whether anybody does, and by their hours."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from bot.domain import PERSON
from bot.handover.hours import worded
from bot.handover.settings import HandoverPlan, read_handover
from bot.state.turns.transaction import current_turn
from bot.workspace import Workspace

# Said besides, where it is known how long people wait: `{minutes}`.
USUAL_WAIT = "utter_usual_wait"
# What a reply carries so that a client asks where the customer wants to be answered.
ASKS_CONTACT = "asks_contact"

Reply = dict[str, Any]
Fill = Callable[..., Reply | None]


def read_people() -> HandoverPlan:
    """The plan of the current workspace.

    Raises:
        DataError, SettingsError: `endpoints.yml` can't be used.
    """
    return read_handover(Workspace.current().endpoints)


def about_people(name: str, people: HandoverPlan, fill: Fill, language: str) -> Reply | None:
    """A response that speaks of people, in its variant for now, where the domain has one.

    Args:
        name: of the response, as `utter_talk_to_person`.
        fill: makes a reply of a response by its name and the values that it may say: `opens`; none where the domain has no such response.
        language: the customer's.
    """
    state = people.state
    if not state:
        return fill(name)
    opens = people.settings.opening().opens(datetime.now(timezone.utc)) if state == "closed" else None
    if state == "closed" and opens is None:
        return fill(name)  # nobody comes
    values = {"opens": worded(opens, language)} if opens else {}
    handed_over = name == f"utter_{PERSON}" or people.settings.at_once
    variant = f"utter_{PERSON}_{state}" if handed_over and name != f"utter_{PERSON}" else f"{name}_{state}"
    reply = fill(variant, **values) or fill(name)
    if reply is None or not handed_over:
        return reply
    if state == "closed":
        return {**reply, ASKS_CONTACT: True}
    turn = current_turn.get()
    seconds = turn.usual_wait_s if turn else None
    wait = fill(USUAL_WAIT, minutes=max(1, math.ceil(seconds / 60))) if seconds is not None else None
    return {**reply, "text": f"{reply['text']} {wait['text']}"} if wait else reply
