"""A tracker that knows where its events stand in Redis, so that only the new ones are written."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.state.window import begins_session, first_kept, state_events


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

    @property
    def new_events(self) -> list[Event]:
        return list(islice(self.events, self.state + len(self.places), None))

    def begin(self, version: str, state: Sequence[Event]) -> StoredTracker:
        """Puts state events in front; of a fresh tracker only."""
        self.version, self.state = version, len(state)
        self.events.extend(state)
        return self

    def add_stored(self, events: Sequence[tuple[int, Event]], position: int) -> None:
        """Takes in events that stand in Redis, with their positions; replays all if this is fresh."""
        fresh = len(self.events) == self.state
        for place, event in events:
            self.places.append(place)
            if fresh:
                self.events.append(event)
            else:
                self.update(event)
        self.position = position
        if fresh:
            self.replay_events()

    def written(self, move: Move | None) -> StoredTracker:
        """The tracker to go on with when its new events are written: itself, or, if the window moved, another."""
        count = len(self.new_events)
        self.places += range(self.position, self.position + count)
        self.position += count
        if move is None:
            return self
        if move.cut == 0:
            self.version = move.version
            return self
        moved = StoredTracker(self.sender_id, self.slots.values()).begin(move.version, move.state)
        window = zip(self.places[move.cut :], islice(self.events, self.state + move.cut, None))
        moved.add_stored(list(window), self.position)
        return moved


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
