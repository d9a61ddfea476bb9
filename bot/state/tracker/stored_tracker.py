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

from bot.state.tracker.window import begins_session, first_kept, state_events

# Rasa's stores replay a conversation's first session, and then these undo events before them, which they do not quite do when
# they happen; a form for as long as it stands. Later sessions are built event by event, as they happened.
UNDOING = (Restarted, SessionStarted, ActionReverted, UserUtteranceReverted, ActiveLoop)


class StoredTracker(DialogueStateTracker):
    """A window on a conversation's events.

    Attributes:
        version: names the window, another each time that it moves; empty if nothing is stored.
        first_session: whether these are events of the conversation's first session.
        state: how many of `events`, at the front, are state events; they are not stored as events.
        places: the positions in Redis of the events after them.
        position: how many events the conversation has in Redis.
    """

    def __init__(self, sender: str, slots: Iterable[Slot]) -> None:
        super().__init__(sender, slots)
        self.version = ""
        self.first_session = True
        self.state = 0
        self.places: list[int] = []
        self.position = 0
        self._form_stands = False

    @property
    def new_events(self) -> list[Event]:
        return list(islice(self.events, self.state + len(self.places), None))

    def begin(self, version: str, first_session: bool, state: Sequence[Event]) -> StoredTracker:
        """Puts state events in front; of a fresh tracker only."""
        self.version, self.first_session, self.state = version, first_session, len(state)
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
            self._rebuild()
        else:
            for event in new:
                self.update(event)

    def written(self, move: Move | None) -> StoredTracker:
        """The tracker to go on with when its new events are written, as if it were read: itself, or, if the window moved, another."""
        new = self.new_events
        self.places += range(self.position, self.position + len(new))
        self.position += len(new)
        if move and move.cut:
            moved = StoredTracker(self.sender_id, self.slots.values()).begin(move.version, move.first_session, move.state)
            window = islice(self.events, self.state + move.cut, None)
            moved.add_stored(list(zip(self.places[move.cut :], window)), self.position)
            return moved
        if move:
            self.version = move.version
        if self._undone_by(new):
            self._rebuild()
        return self

    def _undone_by(self, new: Sequence[Event]) -> bool:
        self._form_stands = self._form_stands or any(isinstance(event, ActiveLoop) for event in new)
        return self.first_session and (self._form_stands or any(isinstance(event, UNDOING) for event in new))

    def _rebuild(self) -> None:
        events = list(self.events)
        self._reset()
        if self.first_session:
            self.replay_events()
            return
        self.events.clear()
        for event in events:
            self.update(event)


@dataclass(frozen=True)
class Move:
    """A new beginning of a window.

    Attributes:
        version: its new name.
        cut: how many events leave it.
        start: the position in Redis of the first that stays.
        first_session: whether that belongs to the conversation's first session.
        state: events that stand for those that left.
    """

    version: str
    cut: int
    start: int
    first_session: bool
    state: list[Event]

    @property
    def before(self) -> str:
        """What went before the window, as it is stored."""
        return json.dumps({"first_session": self.first_session, "state": [event.as_dict() for event in self.state]})


def move(tracker: StoredTracker, longest: int) -> Move | None:
    """Where the window begins once the new events are written; none if it stays."""
    events = list(tracker.events)
    window = events[tracker.state :]
    cut = first_kept(window, longest)
    if cut == 0 and tracker.version:
        return None
    version = secrets.token_hex(8)
    if cut == 0:
        start = tracker.places[0] if tracker.places else tracker.position
        return Move(version, 0, start, tracker.first_session, events[: tracker.state])
    start = tracker.places[cut] if cut < len(tracker.places) else tracker.position + cut - len(tracker.places)
    if begins_session(window[cut]):
        return Move(version, cut, start, False, [])
    earlier = events[: tracker.state + cut]
    first = tracker.first_session and not any(begins_session(event) for event in window[1:cut])
    return Move(version, cut, start, first, state_events(tracker.sender_id, earlier, tracker.slots.values()))
