"""The answer of a look-up: asks the company's server, and chooses the template that says what it knows.

Rasa knows it as the action `action_look_up_<name>`, which runs when the form has ended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.lookups.dialogue import DROPPED, Dialogue, Events, Progress, progress_slot, slot_set
from bot.lookups.fetching import fetch
from bot.lookups.settings import PLACEHOLDER, Lookup
from bot.lookups.values import as_text, proven, said
from bot.state.wrong_tries import WrongTries

Responses = list[dict[str, Any]]


async def look_up(
    name: str, lookup: Lookup, dialogue: Dialogue, templates: Mapping[str, Any], wrong_tries: WrongTries | None
) -> tuple[Events, Responses]:
    """What happens after the form: events for Rasa, and what is said.

    A wrong key and a wrong second fact are answered alike: nobody learns from it which keys exist.

    Args:
        templates: the domain's responses.
        wrong_tries: counts the wrong tries of network addresses; none where there is no session state.
    """
    progress = Progress.of(dialogue.slots.get(progress_slot(name)))
    if progress.ending:
        over = replace(progress, ending="", misses=0, digressions=0).event(name)
        return [over], [] if progress.ending == DROPPED else [{"response": f"utter_{name}_{progress.ending}"}]
    key, proof = (dialogue.slots.get(slot) for slot in lookup.asks)
    if not key or not proof:
        return [], [{"response": f"utter_{name}_unclear"}]
    counted = dialogue.address if wrong_tries else ""
    if wrong_tries and counted and await wrong_tries.begin(counted) > lookup.wrong_an_hour:
        return [], [{"response": f"utter_{name}_locked"}]
    fetched = await fetch(name, lookup, str(key))
    if fetched.outcome == "unavailable" or (
        fetched.outcome == "found" and proven(fetched.record, lookup.proof[lookup.proof_slot], str(proof))
    ):
        if wrong_tries and counted:
            await wrong_tries.take_back(counted)
        if fetched.outcome == "unavailable":
            return [], [{"response": f"utter_{name}_unavailable"}]
        return [Progress().event(name)], [_status(name, lookup, fetched.record, templates)]
    forgotten = [slot_set(slot, None) for slot in lookup.asks]
    wrong = Progress(wrong=progress.wrong + 1)
    ending = "locked" if wrong.wrong >= lookup.wrong_at_most else "not_found"
    return [*forgotten, wrong.event(name)], [{"response": f"utter_{name}_{ending}"}]


def _status(name: str, lookup: Lookup, record: Mapping[str, Any], templates: Mapping[str, Any]) -> dict[str, Any]:
    """The template for a record's status, with its values; a shorter one where a value is missing."""
    status = as_text(record.get(lookup.status))
    word = re.sub(r"\W+", "_", status.casefold()).strip("_")
    values = said(record, lookup.values)
    for response in (f"utter_{name}_status_{word}", f"utter_{name}_status_{word}_brief"):
        needed = {each for variation in templates.get(response) or () for each in PLACEHOLDER.findall(str(variation.get("text", "")))}
        own = needed & set(lookup.values)
        if response in templates and own <= set(values):
            return {"response": response, **{each: values[each] for each in own}}
    # A word of the company's system that no template knows.
    return {"response": f"utter_{name}_status_other", "status": status} if status else {"response": f"utter_{name}_unavailable"}
