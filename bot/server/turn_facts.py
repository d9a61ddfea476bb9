"""What is counted of a turn, once it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.domain import OUT_OF_SCOPE, PERSON
from bot.server.handing_over import language_said
from bot.state.numbers.turn_facts import TurnFacts


def facts_of(tracker: DialogueStateTracker, replies: Sequence[Mapping[str, Any]], hand_over: Mapping[str, str], channel: str) -> TurnFacts:
    """What is counted of a turn.

    Args:
        tracker: with the turn's events.
        replies: what the assistant said.
        hand_over: why a person goes on (`bot.server.handing_over.why_handed_over`); empty if none does.
        channel: of the newest message.
    """
    said = [event for event in tracker.events if isinstance(event, UserUttered) and event.text]
    evidence = Evidence.from_json((said[-1].parse_data or {}).get(EVIDENCE)) if said else None
    decision = next((str(reply["decision"]) for reply in replies if reply.get("decision")), "")
    topic = evidence.intent if evidence else ""
    return TurnFacts(
        channel=channel,
        language=language_said(said),
        topic=topic,
        mood=evidence.mood if evidence else "",
        decision=decision,
        unanswered=bool(evidence) and topic != PERSON and (decision == "hand_over" or topic == OUT_OF_SCOPE),
        handed_over=hand_over.get("why", ""),
    )
