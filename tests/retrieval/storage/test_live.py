"""Readers that follow an index while it changes, and let go of it."""

import gc
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import IndexFileError
from retrieval.building.build import additions
from retrieval.search.filters import Filter
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.storage.live import LiveIndex
from tests.support.numbered_index import ENCODER, add, first, pair


def test_a_running_reader_finds_what_was_added_removed_and_compacted(folder: Path) -> None:
    live = LiveIndex(folder, ENCODER)
    add(folder, 100)
    live.refresh()
    assert "thing100" in first(live, 100)
    stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    assert changes.remove(stored, folder, [pair(3).id, pair(3).id + 64]) == 1
    live.refresh()
    assert "thing3 " not in first(live, 3)
    assert "thing100" in first(live, 100)
    changes.compact(stored, folder)
    live.refresh()
    assert live.ask(lambda index: len(index.entries)) == 20
    assert "thing100" in first(live, 100)
    assert len(list(folder.glob("snapshot-*"))) == 1


def test_following_takes_less_than_two_seconds(folder: Path) -> None:
    with LiveIndex(folder, ENCODER) as live:
        live.follow()
        add(folder, 100)
        deadline = time.monotonic() + 2
        while "thing100" not in first(live, 100) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "thing100" in first(live, 100)


def held(folder: Path) -> tuple[int, int, int]:
    """This process's threads, its open files, and its mappings of an index's files."""
    maps = Path("/proc/self/maps").read_text()
    return threading.active_count(), len(os.listdir("/proc/self/fd")), maps.count(str(folder))


def used(folder: Path) -> LiveIndex:
    """An index that is followed and was searched, once with a filter."""
    live = LiveIndex(folder, ENCODER)
    live.follow()
    live.follow()
    vector = ENCODER.embed(["thing3"])[0]
    live.ask(lambda index: index.search(index.read("thing3", vector), filter=Filter(language="en")))
    return live


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    """As in a server, which freezes what it has loaded: only what nothing refers to is freed."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collection")
def test_twenty_indexes_that_were_closed_leave_nothing_behind(folder: Path) -> None:
    used(folder).close()
    before = held(folder)
    for _ in range(20):
        used(folder).close()
    assert held(folder) == before
    assert before[2] == 0


@pytest.mark.usefixtures("no_garbage_collection")
def test_twenty_indexes_that_were_only_dropped_leave_nothing_behind(folder: Path) -> None:
    used(folder).close()
    before = held(folder)
    for _ in range(20):
        used(folder)
    deadline = time.monotonic() + 10
    while held(folder) != before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert held(folder) == before


def test_a_closed_index_answers_no_more_and_is_closed_twice_as_once(folder: Path) -> None:
    live = used(folder)
    live.close()
    live.close()
    for use in (live.follow, live.refresh, lambda: first(live, 3)):
        with pytest.raises(IndexFileError, match="was closed; open it anew"):
            use()


def test_an_index_is_closed_while_a_new_snapshot_is_taken_over(folder: Path) -> None:
    """Closing waits for no more than one rest, however much there is to take over, and says nothing of an error."""
    stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    live = LiveIndex(folder, ENCODER)
    changes.add(stored, folder, additions(stored.index, [pair(number) for number in range(100, 400)], ENCODER))
    refused: list[str] = []

    def refresh() -> None:
        try:
            live.refresh()
        except IndexFileError as error:
            refused.append(str(error))

    refreshing = threading.Thread(target=refresh)
    refreshing.start()
    while live.ask(lambda index: len(index.entries)) < 30:
        time.sleep(0.001)
    live.close()
    refreshing.join()
    assert refused == [f"the index in {folder} was closed while a change was taken over"]


def test_questions_are_answered_while_changes_come_in(folder: Path) -> None:
    """Whatever is being taken over, what was there all along is found first, and no search fails."""
    live = LiveIndex(folder, ENCODER)
    filter, text = Filter(language="en"), "how about thing7 please"
    vector = ENCODER.embed([text])[0]
    add(folder, *range(100, 160))
    stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    changes.remove(stored, folder, [pair(number).id for number in (3, *range(100, 120))])
    refreshing = threading.Thread(target=live.refresh)
    refreshing.start()
    asked = 0
    while refreshing.is_alive() or not asked:
        for narrowed in (None, filter):
            hits = live.ask(lambda index, narrowed=narrowed: index.search(index.read(text, vector), k=20, filter=narrowed))  # type: ignore[misc]
            assert "thing7 " in hits[0].passage.text
        asked += 1
    assert asked > 1
    assert live.ask(lambda index: len(index.entries)) == 20 - 1 + 60 - 20
    assert "thing110" not in first(live, 110)
    assert "thing150" in first(live, 150)


def test_a_bad_change_leaves_the_old_state_serving(folder: Path) -> None:
    live = LiveIndex(folder, ENCODER)
    (folder / "manifest.json").write_text(json.dumps({"version": 0}))
    with pytest.raises(IndexFileError):
        live.refresh()
    assert "thing3 " in first(live, 3)
