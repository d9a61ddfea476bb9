"""The form of a look-up, as Rasa runs it: checks what was answered, and words the question.

Rasa knows them as the actions `validate_<name>_form` and `action_ask_<slot>`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.lookups.dialogue import DROPPED, LISTEN, REQUESTED, Dialogue, Events, Progress, progress_slot, slot_set
from bot.lookups.giving_up import gives_up
from bot.lookups.settings import Lookup

# Answers that aren't what was asked for, and other questions, after which the form ends.
MISSES, DIGRESSIONS = 3, 3


# The action that runs when the form has ended is this with the look-up's name.
LOOK_UP = "action_look_up_"
FORM = "_form"


def form_of(name: str) -> str:
    """The form of a look-up."""
    return f"{name}{FORM}"


def lookup_of(form: str) -> str:
    """The look-up that a form would belong to; empty if its name isn't such a form's."""
    return form.removesuffix(FORM) if form.endswith(FORM) else ""


def validate(name: str, lookup: Lookup, dialogue: Dialogue) -> Events:
    """What becomes of the slots that Rasa took from the newest message; ends the form where it leads nowhere.

    A value is good if it is what `bot.components.facts` found in the message, or what the conversation knew before.
    """
    progress = Progress.of(dialogue.slots.get(progress_slot(name)))
    asked = dialogue.slots.get(REQUESTED)
    if asked is None:  # the form begins
        begun = Progress(wrong=progress.wrong)
        return _ended(name, begun, "locked") if begun.wrong >= lookup.wrong_at_most else [begun.event(name)]
    given = {
        event["name"]: event["value"]
        for event in dialogue.since(form_of(name))
        if event["event"] == "slot" and event["name"] in lookup.asks
    }
    wrong = [slot for slot in given if _is_only_text(slot, given[slot], dialogue)]
    events = [slot_set(slot, None) for slot in wrong]
    if len(wrong) < len(given):
        return [*events, replace(progress, misses=0, digressions=0).event(name)]
    if wrong:
        progress = replace(progress, misses=progress.misses + 1)
        ending = {"missing": f"no_{asked}"}.get(said := gives_up(dialogue.text), said)
        ending = ending or ("unclear" if progress.misses >= MISSES else "")
        return [*events, *(_ended(name, progress, ending) if ending else [progress.event(name)])]
    if (before := dialogue.action_before(form_of(name))) != LISTEN:  # back from another question
        again = before == f"utter_{name}_needed"  # from the same one
        progress = replace(progress, digressions=max(progress.digressions, 1) if again else progress.digressions + 1)
        return _ended(name, progress, DROPPED) if progress.digressions >= DIGRESSIONS else [progress.event(name)]
    return []  # another question: Rasa answers it first


def ask(name: str, slot: str, dialogue: Dialogue) -> list[dict[str, Any]]:
    """The question for a slot: in full, with an example after a wrong answer, or short after another question."""
    progress = Progress.of(dialogue.slots.get(progress_slot(name)))
    back = dialogue.action_before(form_of(name)) not in (LISTEN, "")
    how = "_still" if back else "_again" if progress.misses else ""
    return [{"response": f"utter_ask_{slot}{how}"}]


def _ended(name: str, progress: Progress, ending: str) -> Events:
    return [replace(progress, ending=ending).event(name), slot_set(REQUESTED, None)]


def _is_only_text(slot: str, value: object, dialogue: Dialogue) -> bool:
    """Whether a value is the whole message, as Rasa takes it, and nothing that was found in it."""
    return value == dialogue.message.get("text") and value not in dialogue.facts(slot)
