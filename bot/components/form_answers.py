"""Whether a message answers the question that a form has just asked, or goes past it."""

from __future__ import annotations

import re

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTIVE_LOOP, MAPPING_CONDITIONS, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, ENTITY_ATTRIBUTE_TYPE, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.decisions.decision import Decision
from bot.domain import CLARIFY, OUT_OF_SCOPE, PERSON
from bot.lookups.dialogue import progress_slot
from bot.lookups.form import LOOK_UP, form_of, lookup_of
from bot.lookups.giving_up import gives_up
from data.folding import says_nothing
from data.languages import HAN

# Words. An answer with a number or an address in it may come in a sentence; one without is short. A Han character is half a word.
SHORT_ANSWER, LONG_ANSWER = 4, 12
QUESTION = re.compile(r"[?？؟]|[吗嗎呢]\s*[。.!！]*$")
# The entity that asks for the answer of a look-up again is called like the look-up, with this behind.
AGAIN = "_again"
FIGURES = re.compile(r"\d|\S@\S")


def requested_slot(tracker: DialogueStateTracker | None) -> str | None:
    """The slot that an active form has asked for."""
    if tracker is None or not tracker.active_loop_name:
        return None
    asked = tracker.get_slot(REQUESTED_SLOT)
    return str(asked) if asked else None


def of_lookup(tracker: DialogueStateTracker) -> bool:
    """Whether the active form is a look-up's, which knows itself how to end (`bot.lookups.form`)."""
    name = lookup_of(tracker.active_loop_name or "")
    return bool(name) and progress_slot(name) in tracker.slots


def answers_form(
    message: Message, decision: Decision, wants_person: bool, written: str | None, tracker: DialogueStateTracker | None
) -> bool:
    """Whether a message is the answer that a form waits for, right or wrong; else it is answered, and the form asks again.

    Args:
        decision: what would be done with it outside a form.
        wants_person: whether the classifier reads it as a wish for a person.
        written: the intent that it stands for word for word, if the company has written it down.
        tracker: the conversation before it.
    """
    slot = requested_slot(tracker)
    if tracker is None or slot is None or written == PERSON:
        return False
    if any(entity[ENTITY_ATTRIBUTE_TYPE] == slot for entity in message.get(ENTITIES, [])):
        return True
    text, lookup = message.get(TEXT), of_lookup(tracker)
    if lookup and (gives_up(text) or says_nothing(text)):
        return True
    begun = _form_begun_by(tracker)
    if not lookup and begun and begun.intent_name == decision.intent:
        return True  # what begins a form can't be answered inside it: Rasa would say nothing
    if written not in (None, CLARIFY, OUT_OF_SCOPE) or QUESTION.search(text) or wants_person:
        return False
    if FIGURES.search(text) or (lookup and decision.kind == "clarify"):
        return words(text) <= LONG_ANSWER
    return is_short_answer(text) and decision.kind != "template"


def is_short_answer(text: str) -> bool:
    """Whether a text is as short as most answers to a form, and no question."""
    return words(text) <= SHORT_ANSWER and not QUESTION.search(text)


def lookup_begun_by(tracker: DialogueStateTracker | None, answered: bool = False) -> UserUttered | None:
    """The message that began the look-up that the customer is in, or was answered by last: “and when will it arrive?” goes on with it.

    Args:
        answered: whether the look-up must have been answered.
    """
    if tracker is None:
        return None
    goes_on = _newest_action(tracker).startswith(LOOK_UP) or (not answered and of_lookup(tracker))
    return _form_begun_by(tracker) if goes_on else None


def _form_begun_by(tracker: DialogueStateTracker) -> UserUttered | None:
    """The message that began the newest form."""
    message, began = None, None
    for event in tracker.events:
        if isinstance(event, UserUttered):
            message = event
        elif isinstance(event, ActiveLoop) and event.name:
            began = message
    return began


def _newest_action(tracker: DialogueStateTracker) -> str:
    """The action before the assistant waited for the customer; empty if there was none."""
    actions = (event.action_name for event in reversed(tracker.events) if isinstance(event, ActionExecuted))
    return next((name for name in actions if name and name != ACTION_LISTEN_NAME), "")


def asks_again(message: Message, tracker: DialogueStateTracker | None) -> bool:
    """Whether a message right after a look-up asks for the same once more: it holds the entity `<name>_again` of `config.yml`, or it is
    hardly more than one of the facts that were asked for, as the right address after a wrong one.
    """
    newest = _newest_action(tracker) if tracker else ""
    name = newest.removeprefix(LOOK_UP)
    if tracker is None or name == newest:
        return False
    held = {entity[ENTITY_ATTRIBUTE_TYPE] for entity in message.get(ENTITIES, [])}
    return f"{name}{AGAIN}" in held or (bool(held & _asked_by(form_of(name), tracker)) and is_short_answer(message.get(TEXT)))


def _asked_by(form: str, tracker: DialogueStateTracker) -> set[str]:
    """The slots that the domain's mappings fill while a form asks."""
    return {
        slot.name
        for slot in tracker.slots.values()
        if any(condition.get(ACTIVE_LOOP) == form for mapping in slot.mappings for condition in mapping.get(MAPPING_CONDITIONS) or ())
    }


def words(text: str) -> float:
    """How many words a text has, about: a Han character counts as half of one."""
    return len(HAN.sub(" ", text).split()) + len(HAN.findall(text)) / 2
