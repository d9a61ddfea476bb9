"""A tracker that knows where its events stand in Redis, so that only the new ones are written."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from rasa.shared.core.events import ActionReverted, ActiveLoop, Event, Restarted, SessionStarted, UserUtteranceReverted
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.state.window import begins_session, first_kept, state_events

# Read back from a store, these undo events before them, which they do not when they happen. A form does it for as long as it stands.
UNDOING = (Restarted, SessionStarted, ActionReverted, UserUtteranceReverted, ActiveLoop)


class StoredTracker(DialogueStateTracker):
    """A window on a conversation's events.

    Attributes:
        version: names the window, another each time that it moves; empty if nothing is stored.
        state: how many of `events`, at the front, are state events; they are not stored as events.
        places: the positions in Redis of the events after them.
        position: how many events the conversation has in Redis.
    """

    def __init__(self, sender: str, slots: Iterable[Slot]) -> None:
        super().__init__(sender, slots)
        self.version = ""
        self.state = 0
        self.places: list[int] = []
        self.position = 0
        self._form_stands = False

    @property
    def new_events(self) -> list[Event]:
        return list(islice(self.events, self.state + len(self.places), None))

    def begin(self, version: str, state: Sequence[Event]) -> StoredTracker:
        """Puts state events in front; of a fresh tracker only."""
        self.version, self.state = version, len(state)
        self.events.extend(state)
        self._undone_by(state)
        return self

    def add_stored(self, events: Sequence[tuple[int, Event]], position: int) -> None:
        """Takes in events that stand in Redis, with their positions."""
        self.places += (place for place, _ in events)
        self.position = position
        new = [event for _, event in events]
        if len(self.events) == self.state or self._undone_by(new):
            self.events.extend(new)
            self._replay()
        else:
            for event in new:
                self.update(event)

    def written(self, move: Move | None) -> StoredTracker:
        """The tracker to go on with when its new events are written, as if it were read: itself, or, if the window moved, another."""
        new = self.new_events
        self.places += range(self.position, self.position + len(new))
        self.position += len(new)
        if move and move.cut:
            moved = StoredTracker(self.sender_id, self.slots.values()).begin(move.version, move.state)
            window = islice(self.events, self.state + move.cut, None)
            moved.add_stored(list(zip(self.places[move.cut :], window)), self.position)
            return moved
        if move:
            self.version = move.version
        if self._undone_by(new):
            self._replay()
        return self

    def _undone_by(self, new: Sequence[Event]) -> bool:
        self._form_stands = self._form_stands or any(isinstance(event, ActiveLoop) for event in new)
        return self._form_stands or any(isinstance(event, UNDOING) for event in new)

    def _replay(self) -> None:
        self._reset()
        self.replay_events()


@dataclass(frozen=True)
class Move:
    """A new beginning of a window.

    Attributes:
        version: its new name.
        cut: how many events leave it.
        start: the position in Redis of the first that stays.
        state: events that stand for those that left.
    """

    version: str
    cut: int
    start: int
    state: list[Event]

    @property
    def state_json(self) -> str:
        return json.dumps([event.as_dict() for event in self.state])


def move(tracker: StoredTracker, longest: int) -> Move | None:
    """Where the window begins once the new events are written; none if it stays."""
    events = list(tracker.events)
    window = events[tracker.state :]
    cut = first_kept(window, longest)
    if cut == 0 and tracker.version:
        return None
    version = secrets.token_hex(8)
    if cut == 0:
        return Move(version, 0, tracker.places[0] if tracker.places else tracker.position, events[: tracker.state])
    start = tracker.places[cut] if cut < len(tracker.places) else tracker.position + cut - len(tracker.places)
    state = [] if begins_session(window[cut]) else state_events(tracker.sender_id, events[: tracker.state + cut], tracker.slots.values())
    return Move(version, cut, start, state)
