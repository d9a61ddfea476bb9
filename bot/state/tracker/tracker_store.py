"""Rasa's tracker store on Redis."""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from redis.exceptions import ResponseError

from bot import metrics
from bot.state.connection import Connection, shared
from bot.state.redis.keys import DAY_S, PREFIX, conversation_of, key
from bot.state.redis.scripts import Script
from bot.state.tracker.event_records import event_from_dict, event_from_json, event_to_json
from bot.state.tracker.stored_tracker import StoredTracker, move
from bot.state.turns.transaction import Tracked, TurnTransaction, current_turn
from data.errors import SettingsError

logger = logging.getLogger(__name__)

# Trackers that stay in memory between two turns; of these, only news are read. Who is silent for longer has mostly left.
KEPT, KEPT_S = 200, 300.0


class SessionTrackerStore(TrackerStore):
    """Conversations as lists of events that are only ever appended to.

    A turn reads what is new since this process's last turn of the conversation, and writes its own events: both cost the
    same however long the conversation is. In a turn (`bot.state.turns.transaction`), writing waits for the turn's end.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        record_exp: int = DAY_S,
        longest_window: int = 200,
        connection: Connection | None = None,
        **_: Any,
    ) -> None:
        """
        Args:
            record_exp: seconds that a conversation is kept after its last message.
            longest_window: events that Rasa reads at most, about half as many after each cut.
            connection: the event loop's own if none is given.

        Raises:
            SettingsError: a setting is out of its range.
        """
        for name, value, least in (("record_exp", record_exp, 1), ("longest_window", longest_window, 20)):
            if not isinstance(value, (int, float)) or value < least:
                raise SettingsError(f"tracker_store's {name} in endpoints.yml must be a number of at least {least}. It was: {value!r}")
        self.keep_s, self.longest_window = int(record_exp), int(longest_window)
        self._kept: OrderedDict[str, tuple[float, StoredTracker]] = OrderedDict()  # with when they were last used
        connection = connection or shared()
        self._client, self._turns = connection.client, connection.turns
        self._read = Script(self._client, "read", "head", "events")
        self._quarantine = Script(self._client, "quarantine", "events", "quarantine")
        self._set_aside = Script(self._client, "set_aside", "head", "events", "quarantine")
        super().__init__(domain, event_broker)

    @TrackerStore.domain.setter
    def domain(self, domain: Domain | None) -> None:
        """A new model has other slots: what is in memory was made with the old ones."""
        self._domain = domain or Domain.empty()
        self._kept.clear()

    def init_tracker(self, sender_id: str) -> StoredTracker:
        return StoredTracker(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The events of the newest session, or the newest of these with what went before them as state events."""
        turn = _turn_of(sender_id)
        if turn and turn.tracked:
            return turn.tracked.tracker
        try:
            return await self._window(sender_id)
        except Exception as problem:
            # Rasa would go on with an empty tracker; the turn must not.
            if turn:
                turn.problem = problem
            raise

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """All events of all sessions."""
        records = await self._client.lrange(key(conversation_id, "events"), 0, -1)
        if not records:
            return None
        tracker = self.init_tracker(conversation_id)
        tracker.add_stored(await self._events(conversation_id, 0, records), len(records))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the new events: at the end of the turn, or at once outside of one."""
        turn = _turn_of(tracker.sender_id)
        try:
            tracked = self._tracked(tracker if isinstance(tracker, StoredTracker) else await self._adopt(tracker))
        except Exception as problem:
            if turn:
                turn.problem = problem
            raise
        if turn:
            turn.tracked = tracked
        elif tracked.events:
            await self._turns.commit(TurnTransaction(tracker.sender_id, tracked=tracked))

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return [conversation_of(name) async for name in self._client.scan_iter(match=f"{PREFIX}*:events", count=1000)]

    async def _window(self, sender: str) -> StoredTracker | None:
        _, tracker = self._kept.pop(sender, (0.0, None))  # out of memory while the turn changes it; back when that is written
        try:
            found = await self._read(sender, tracker.version if tracker else "-", tracker.position if tracker else 0)
        except ResponseError as error:
            if "WRONGTYPE" not in str(error):
                raise
            await self._set_aside(sender, self.keep_s)
            metrics.quarantined.inc()
            return None
        if found is None:
            return None
        version, start, before, records = found
        first = tracker.position if tracker and tracker.version == version else int(start)
        if tracker is None or tracker.version != version:
            tracker = self.init_tracker(sender).begin(version, *self._before(sender, before))
        tracker.add_stored(await self._events(sender, first, records), first + len(records))
        return tracker

    def _tracked(self, tracker: StoredTracker) -> Tracked:
        new = tracker.new_events
        moved = move(tracker, self.longest_window) if new else None

        async def done() -> None:
            self._keep(tracker.written(moved))
            if self.event_broker:
                await self._stream_new_events(self.event_broker, new, tracker.sender_id)

        where = (moved.version, moved.start, moved.before) if moved else None
        return Tracked(tracker, [event_to_json(event) for event in new], tracker.position, where, self.keep_s, done)

    async def _adopt(self, tracker: DialogueStateTracker) -> StoredTracker:
        """A tracker that was not read from here (Rasa's HTTP API makes such): what isn't stored yet is added, as Rasa's own store does."""
        stored = await self.retrieve_full_tracker(tracker.sender_id)
        known = [event.as_dict() for event in stored.events] if stored else []
        adopted = await self._window(tracker.sender_id) or self.init_tracker(tracker.sender_id)
        for event in tracker.events:
            if event.as_dict() not in known:
                adopted.update(event)
        return adopted

    def _keep(self, tracker: StoredTracker) -> None:
        now = time.monotonic()
        self._kept[tracker.sender_id] = now, tracker
        self._kept.move_to_end(tracker.sender_id)
        while len(self._kept) > KEPT or next(iter(self._kept.values()))[0] < now - KEPT_S:
            self._kept.popitem(last=False)

    async def _events(self, sender: str, first: int, records: list[str]) -> list[tuple[int, Event]]:
        """The events of records, with their positions; a record that can't be read is set aside, and the rest serves."""
        events: list[tuple[int, Event]] = []
        for place, record in enumerate(records, start=first):
            if not record:
                continue  # was set aside before
            try:
                events.append((place, event_from_json(record)))
            except Exception as problem:
                logger.error("Event %d of conversation %s can't be read and was set aside: %s", place, sender, problem)
                metrics.quarantined.inc()
                await self._quarantine(sender, place, record, self.keep_s)
        return events

    def _before(self, sender: str, before: str) -> tuple[bool, list[Event]]:
        try:
            record = json.loads(before)
            return bool(record["first_session"]), [event_from_dict(event) for event in record["state"]]
        except Exception as problem:
            logger.error("The state of conversation %s can't be read; it goes on without its earlier slots: %s", sender, problem)
            metrics.quarantined.inc()
            return True, []


def _turn_of(conversation: str) -> TurnTransaction | None:
    turn = current_turn.get()
    return turn if turn and turn.conversation == conversation else None
