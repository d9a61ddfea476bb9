"""The tracker store gives what Rasa's own gives, reads little, and survives what it can't read."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.tracker_store import RedisTrackerStore, TrackerStore
from rasa.shared.core.events import (
    Event,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.state.connection import Connection
from bot.state.redis.keys import key
from bot.state.stores import SessionLockStore, SessionTrackerStore
from bot.state.tracker.stored_tracker import StoredTracker
from data.errors import SettingsError
from tests.bot.conftest import RedisClient
from tests.support.rasa_events import CONVERSATION, DOMAIN, SESSION, TURN, Make, made


def rasas_own(state: RedisClient) -> RedisTrackerStore:
    store = RedisTrackerStore(DOMAIN)
    store.red = state
    return store


@asynccontextmanager
async def stores(count: int = 1, **settings: Any) -> AsyncIterator[list[SessionTrackerStore]]:
    """As many processes."""
    connections = [Connection() for _ in range(count)]
    try:
        yield [SessionTrackerStore(DOMAIN, connection=connection, **settings) for connection in connections]
    finally:
        for connection in connections:
            await connection.close()


async def say(store: TrackerStore, conversation: str, events: Sequence[Event]) -> None:
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
    tracker.update_with_events(list(events), DOMAIN, override_timestamp=False)
    await store.save(tracker)


def events_of(tracker: DialogueStateTracker | None) -> list[dict[str, Any]]:
    return [event.as_dict() for event in tracker.events] if tracker else []


def state_of(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    assert tracker is not None
    current: dict[str, Any] = tracker.current_state()
    loop = current["active_loop"]
    return {
        **{name: current[name] for name in ("slots", "paused", "followup_action", "latest_action_name", "latest_event_time")},
        "loop": loop and {name: loop[name] for name in ("name", "is_interrupted", "rejected")},
        "latest_message": (current["latest_message"] or {}).get("text"),
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(conversation=CONVERSATION, processes=st.lists(st.integers(0, 1), min_size=12, max_size=12))
def test_it_gives_the_same_events_and_state_as_rasas_own(state: RedisClient, conversation: list[list[Make]], processes: list[int]) -> None:
    async def main() -> None:
        name, theirs = uuid.uuid4().hex, rasas_own(state)
        async with stores(3) as ours:
            for process, turn in zip(processes, conversation):  # two processes by turns; the third comes at the end
                events = made(turn)
                await say(theirs, name, events)
                await say(ours[process], name, events)
            for store in ours:
                if not any(conversation):
                    assert await store.retrieve(name) is None
                    continue
                own, expected = await store.retrieve(name), await theirs.retrieve(name)
                assert events_of(own) == events_of(expected)
                assert state_of(own) == state_of(expected)
                assert events_of(await store.retrieve_full_tracker(name)) == events_of(await theirs.retrieve_full_tracker(name))

    asyncio.run(main())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(turns=st.lists(TURN, min_size=15, max_size=40), processes=st.lists(st.integers(0, 1), min_size=40, max_size=40))
def test_a_long_session_is_read_in_part_and_its_state_in_full(state: RedisClient, turns: list[list[Make]], processes: list[int]) -> None:
    async def main() -> None:
        name, theirs = uuid.uuid4().hex, rasas_own(state)
        async with stores(3, longest_window=20) as ours:
            for process, turn in zip(processes, [SESSION, *turns]):
                events = made(turn)
                await say(theirs, name, events)
                await say(ours[process], name, events)
            expected = await theirs.retrieve(name)
            for store in ours:
                own = await store.retrieve(name)
                assert isinstance(own, StoredTracker)
                assert state_of(own) == state_of(expected)
                assert state_of(own.copy()) == state_of(expected.copy())
                stored = events_of(own)[own.state :]
                assert len(stored) <= 20
                assert stored == events_of(expected)[-len(stored) :]
                assert events_of(await store.retrieve_full_tracker(name)) == events_of(expected)

    asyncio.run(main())


def test_every_key_has_a_time_to_live_as_set(state: RedisClient) -> None:
    async def main() -> None:
        async with stores(record_exp=60) as [store]:
            await say(store, "c", made(SESSION))
            assert list(await store.keys()) == ["c"]

    asyncio.run(main())
    assert 0 < state.ttl(key("c", "events")) <= 60
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


@pytest.mark.parametrize("broken", ["{half a rec", "[]", '{"event": "unheard_of"}', "\udcff", "null"])
def test_a_corrupt_record_is_set_aside_and_the_customer_served_on(state: RedisClient, broken: str) -> None:
    async def main() -> None:
        async with stores(3) as [first, second, third]:
            for text in ("first", "second", "third"):
                await say(first, "c", made([lambda text=text: UserUttered(text)]))
            state.lset(key("c", "events"), 1, broken.encode("utf-8", "surrogateescape"))
            await say(second, "c", made([lambda: UserUttered("fourth")]))
            for each in (second, third):
                assert [event["text"] for event in events_of(await each.retrieve("c"))] == ["first", "third", "fourth"]

    asyncio.run(main())
    assert state.llen(key("c", "quarantine")) == 1
    assert state.ttl(key("c", "quarantine")) > 0


@pytest.mark.parametrize("part", ["events", "head"])
def test_keys_of_another_type_are_set_aside(state: RedisClient, part: Any) -> None:
    async def main() -> None:
        state.set(key("c", part), "not ours")
        async with stores() as [store]:
            await say(store, "c", made([lambda: UserUttered("hello")]))
            assert len(events_of(await store.retrieve("c"))) == 1

    asyncio.run(main())
    assert state.llen(key("c", "quarantine")) == 1


def test_a_damaged_state_costs_the_earlier_slots_only(state: RedisClient) -> None:
    async def main() -> None:
        async with stores(2) as [store, another]:
            await say(store, "c", made(SESSION))
            state.hset(key("c", "head"), "before", "{")
            assert len(events_of(await another.retrieve("c"))) == 3

    asyncio.run(main())


def test_what_rasas_http_api_makes_is_added(state: RedisClient) -> None:
    """`PUT /conversations/…/tracker/events` saves a tracker that was not read from the store."""

    async def main() -> None:
        async with stores() as [store]:
            first, second = made([lambda: UserUttered("first"), lambda: UserUttered("second")])
            await say(store, "c", [first])
            await store.save(DialogueStateTracker.from_events("c", [first, second], DOMAIN.slots))
            assert [event["text"] for event in events_of(await store.retrieve("c"))] == ["first", "second"]

    asyncio.run(main())


def test_under_a_lock_all_is_written_at_its_end(state: RedisClient) -> None:
    async def main() -> None:
        connection = Connection()
        locks = SessionLockStore(connection=connection)
        async with stores() as [store]:
            async with locks.lock("c"):
                await say(store, "c", made(SESSION))
                assert not state.exists(key("c", "events"))
                await say(store, "c", made([lambda: UserUttered("hello")]))  # reads what is about to be written
            await connection.close()
        written = [json.loads(event)["event"] for event in state.lrange(key("c", "events"), 0, -1)]
        assert written == ["action", "session_started", "action", "user"]
        assert not state.exists(key("c", "lock"))

    asyncio.run(main())


@pytest.mark.parametrize("setting", [{"record_exp": 0}, {"record_exp": "a day"}, {"longest_window": 5}])
def test_a_setting_out_of_range_is_a_clear_error(state: RedisClient, setting: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=r"tracker_store's \w+ in endpoints.yml must be a number of at least \d+. It was: "):
        SessionTrackerStore(DOMAIN, **setting)
