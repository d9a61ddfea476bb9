"""Whether a turn ended with the assistant handing the conversation over to people, and what these are told of it."""

from __future__ import annotations

from typing import Literal

from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.domain import HAND_OVER, OUT_OF_SCOPE, PERSON, SMALL_TALK
from bot.state.agents.moods import REMEMBERED_MESSAGES
from data.languages import language_of, language_of_locale
from finetune.moods.mood import Mood

LONGEST_QUESTION = 1_000


def why_handed_over(tracker: DialogueStateTracker, at_once: bool, channel: str) -> dict[str, str]:
    """Why a person goes on, with what was asked, the language, the channel and the customer's mood; empty if the assistant goes on.

    The assistant hands over when it has said so (`utter_talk_to_person`), whatever led to it: a button, a message, a yes.

    Args:
        at_once: whether an answer that isn't known hands over without asking.
    """
    events = list(tracker.events)
    start = max((place for place, event in enumerate(events) if isinstance(event, UserUttered)), default=len(events))
    actions = {event.action_name for event in events[start:] if isinstance(event, ActionExecuted)}
    whys = (PERSON, HAND_OVER, OUT_OF_SCOPE) if at_once else (PERSON,)
    why = next((why for why in whys if f"utter_{why}" in actions), "")
    if not why:
        return {}
    said = [event for event in events if isinstance(event, UserUttered) and event.text]
    before = next((_why_before(event) for event in reversed(said[:-1])), "") if why == PERSON else ""
    asked = next((event for event in reversed(said) if _asks(event)), said[-1])
    shown = str((asked.metadata or {}).get("shown") or asked.text)
    found = {"why": before or why, "asked": shown[:LONGEST_QUESTION], "language": language_said(said), "channel": channel}
    return {**found, "mood": mood} if (mood := mood_of(said)) else found


def _asks(event: UserUttered) -> bool:
    """Whether a message asks something, other than for a person."""
    return not (event.text or "").startswith("/") and event.intent_name not in (PERSON, *SMALL_TALK)


def _why_before(event: UserUttered) -> str:
    """Why the assistant offered a person, if that is what the message before led to."""
    return event.intent_name if event.intent_name in (HAND_OVER, OUT_OF_SCOPE) else ""


def mood_of(said: list[UserUttered]) -> Mood | Literal[""]:
    """The mood of a customer by their newest messages: negative if one of them is, else that of the newest; empty if it isn't known."""
    found = (Evidence.from_json((event.parse_data or {}).get(EVIDENCE)) for event in reversed(said))
    moods = [evidence.mood for evidence in found if evidence and evidence.mood][:REMEMBERED_MESSAGES]
    return "negative" if "negative" in moods else moods[0] if moods else ""


def language_said(said: list[UserUttered]) -> str:
    """The language of the newest message that was typed, as it was read; else the page's, if Heed knows it: anybody may name any."""
    for event in reversed(said):
        if evidence := Evidence.from_json((event.parse_data or {}).get(EVIDENCE)):
            return evidence.language
    locale = next((str(event.metadata["locale"]) for event in reversed(said) if event.metadata and "locale" in event.metadata), "")
    typed = next((event.text for event in reversed(said) if event.text and not event.text.startswith("/")), "")
    return language_of_locale(locale) or (language_of(typed) if typed else "")
