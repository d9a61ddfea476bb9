"""Which of a conversation's events Rasa reads: those since the session's start, but no more than a bound.

What came before the window is kept in Redis for export, and lives on in the window as *state events*: a few events that
bring slots, the active form and the rest to where they were. They stand before the window's own events, so that Rasa can
replay, copy and travel in time as ever.
"""

from collections.abc import Iterable, Sequence

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    ConversationPaused,
    Event,
    LoopInterrupted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker


def first_kept(events: Sequence[Event], longest: int) -> int:
    """Where the window begins: at the newest session's start, as in Rasa's own stores, or, if that has more than
    `longest` events, at the beginning of a turn that leaves about half of that."""
    start = next((place for place in reversed(range(len(events))) if begins_session(events[place])), 0)
    if len(events) - start <= longest:
        return start
    half = len(events) - longest // 2
    turns = (place for place in range(half, len(events) - 1) if _begins_turn(events[place], events[place + 1]))
    return next(turns, half)


def state_events(sender: str, earlier: Sequence[Event], slots: Iterable[Slot]) -> list[Event]:
    """Events that leave a fresh tracker with the same slots, form and pause as the earlier events do."""
    slots = list(slots)
    before = DialogueStateTracker(sender, slots)
    before.recreate_from_dialogue(Dialogue(sender, list(earlier)))
    fresh = DialogueStateTracker(sender, slots)
    time = before.events[-1].timestamp if before.events else 0.0
    state: list[Event] = [
        SlotSet(name, slot.value, timestamp=time) for name, slot in before.slots.items() if slot.value != fresh.slots[name].value
    ]
    if before.active_loop and before.active_loop.name:
        if any(_is(event, before.active_loop.name) for event in before.applied_events()):
            state.append(ActionExecuted(before.active_loop.name, timestamp=time))  # so that Rasa sees the next as its repetition
        state.append(ActiveLoop(before.active_loop.name, timestamp=time))
        if before.active_loop.rejected:
            state.append(ActionExecutionRejected(before.active_loop.name, timestamp=time))
        if before.active_loop.is_interrupted:
            state.append(LoopInterrupted(True, timestamp=time))
    if before.is_paused():
        state.append(ConversationPaused(timestamp=time))
    return state


def begins_session(event: Event) -> bool:
    return _is(event, ACTION_SESSION_START_NAME)


def _is(event: Event, action: str) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == action


def _begins_turn(event: Event, following: Event) -> bool:
    return _is(event, ACTION_LISTEN_NAME) and isinstance(following, UserUttered)
