"""Conversations of all kinds, as Rasa's events: strategies for Hypothesis."""

import itertools
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)

DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    intents: [order, thank]
    slots:
      language: {type: text, mappings: [{type: custom}]}
      urgent: {type: bool, initial_value: false, mappings: [{type: custom}]}
      items: {type: list, mappings: [{type: custom}]}
    forms: {address_form: {required_slots: [language]}}
    """
)
SLOTS = st.one_of(
    st.builds(lambda value: ("language", value), st.none() | st.text(max_size=5)),
    st.builds(lambda value: ("urgent", value), st.booleans()),
    st.builds(lambda value: ("items", value), st.none() | st.lists(st.integers(0, 9), max_size=3)),
)
_clock = itertools.count(1_700_000_000)

Make = Any  # makes an event anew each time: Rasa's trackers write into events

ANSWER: st.SearchStrategy[list[Make]] = st.lists(
    st.one_of(
        st.builds(lambda slot: lambda: SlotSet(*slot), SLOTS),
        st.builds(lambda text: lambda: BotUttered(text, {"buttons": [{"title": text}]}), st.text(max_size=5)),
        st.sampled_from(
            [
                lambda: ActionExecuted("utter_order", policy="RulePolicy", confidence=1.0),
                lambda: ActionExecuted("address_form"),
                lambda: ActiveLoop("address_form"),
                lambda: ActiveLoop(None),
                lambda: LoopInterrupted(True),
                lambda: ActionExecutionRejected("address_form"),
                lambda: ConversationPaused(),
                lambda: ConversationResumed(),
                lambda: FollowupAction("utter_order"),
            ]
        ),
    ),
    max_size=6,
)
TURN: st.SearchStrategy[list[Make]] = st.builds(
    lambda text, answer: [
        lambda: UserUttered(
            text, {"name": "order", "confidence": 0.9}, [], {"text": text, "evidence": {"passages": [text]}}, message_id="m"
        ),
        *answer,
        lambda: ActionExecuted("action_listen"),
    ],
    st.text(max_size=8),
    ANSWER,
)
SESSION: list[Make] = [lambda: ActionExecuted("action_session_start"), lambda: SessionStarted(), lambda: ActionExecuted("action_listen")]
REST: st.SearchStrategy[list[Make]] = st.sampled_from(
    [SESSION, [lambda: Restarted()], [lambda: UserUtteranceReverted()], [lambda: ActionReverted()], []]
)
CONVERSATION = st.lists(TURN | REST, min_size=1, max_size=12)


def made(turn: Sequence[Make]) -> list[Event]:
    events = [make() for make in turn]
    for event in events:
        event.timestamp = float(next(_clock))
    return events
