"""An index that changes: the journal, readers that follow it, and writers that die."""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from data.errors import IndexFileError
from data.records import Pair
from retrieval.building.build import additions, build
from retrieval.search.filters import Filter
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.storage.live import LiveIndex
from retrieval.storage.manifest import Manifest
from retrieval.vectors.interface import Floats

ROOT = Path(__file__).parents[3]


class Read(NamedTuple):
    """A text's words as tokens."""

    ids: NDArray[np.int64]
    states: Floats
    sentence: Floats


class Hashing:
    """An encoder without a model: the directions of a text's words, added up."""

    encoder_hash = "hashing"
    width = 48

    def embed(self, texts: Sequence[str]) -> Floats:
        vectors = np.stack([sum((self._direction(word) for word in text.lower().split()), np.full(self.width, 1e-6)) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def read_all(self, texts: Sequence[str]) -> Iterator[Read]:
        for text, sentence in zip(texts, self.embed(texts)):
            words = text.lower().split()
            yield Read(np.array([zlib.crc32(word.encode()) >> 1 for word in words], dtype=np.int64), self._states(words), sentence)

    def _states(self, words: list[str]) -> Floats:
        states = np.array([self._direction(word) for word in words], dtype=np.float32).reshape(len(words), self.width)
        return np.asarray(states / np.linalg.norm(states, axis=1, keepdims=True), dtype=np.float32)

    def _direction(self, word: str) -> Floats:
        return np.random.default_rng(list(word.encode())).normal(size=self.width).astype(np.float32)


ENCODER = Hashing()


def pair(number: int) -> Pair:
    return Pair(
        f"how about thing{number} please", f"The thing{number} is made of wood number {number} and oiled {number} times.", f"d-{number}"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    storage.save(build([pair(number) for number in range(20)], ENCODER), tmp_path)
    return tmp_path


def first(index: LiveIndex, number: int) -> str:
    text = f"how about thing{number} please"
    vector = ENCODER.embed([text])[0]
    return index.ask(lambda inner: inner.search(inner.read(text, vector)))[0].passage.text


def add(folder: Path, *numbers: int) -> None:
    stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    changes.add(stored, folder, additions(stored.index, [pair(number) for number in numbers], ENCODER))


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


def test_adding_twice_adds_nothing(folder: Path) -> None:
    add(folder, 100, 101)
    add(folder, 100, 101)
    assert len(storage.load(folder, ENCODER.encoder_hash).entries) == 22


def test_a_new_answer_that_is_nearly_the_same_joins_the_passage(folder: Path) -> None:
    stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    again = Pair("is it wood", pair(5).answer.replace("The", "Well, the"), "d-99")
    changes.add(stored, folder, additions(stored.index, [again], ENCODER))
    assert stored.index.entries[again.id].passage == pair(5).id
    assert stored.index.passage(pair(5).id).count == 2


def test_a_torn_last_line_never_came_to_be_and_the_next_writer_goes_on(folder: Path) -> None:
    add(folder, 100)
    [journal] = folder.glob("snapshot-*/journal")
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole[: len(whole) // 2])
    assert len(storage.load(folder, ENCODER.encoder_hash).entries) == 21
    add(folder, 101)
    assert len(storage.load(folder, ENCODER.encoder_hash).entries) == 22


def test_other_damage_to_the_journal_is_refused(folder: Path) -> None:
    add(folder, 100)
    [journal] = folder.glob("snapshot-*/journal")
    journal.write_bytes(journal.read_bytes().replace(b"wood", b"gold"))
    with pytest.raises(IndexFileError, match="is damaged at byte 0; build the index anew"):
        storage.load(folder, ENCODER.encoder_hash)


def test_every_damaged_file_is_refused(folder: Path) -> None:
    manifest = Manifest.load(folder)
    for name in manifest.files:
        file = folder / manifest.snapshot / name
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(IndexFileError, match="is missing or damaged"):
            storage.load(folder, ENCODER.encoder_hash)
        file.write_bytes(content)
    storage.load(folder, ENCODER.encoder_hash)


def test_a_bad_change_leaves_the_old_state_serving(folder: Path) -> None:
    live = LiveIndex(folder, ENCODER)
    (folder / "manifest.json").write_text(json.dumps({"version": 0}))
    with pytest.raises(IndexFileError):
        live.refresh()
    assert "thing3 " in first(live, 3)


WRITER = """
import itertools, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.retrieval.storage.test_live import ENCODER, pair
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.building.build import additions
folder = Path(sys.argv[1])
stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
print("ready", flush=True)
for number in itertools.count(len(stored.index.entries) * 1_000):
    changes.add(stored, folder, additions(stored.index, [pair(number)], ENCODER))
    print(number, flush=True)
    if number % 5 == 0:
        changes.compact(stored, folder)
        stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
"""


def test_a_killed_writer_leaves_a_good_index_with_all_that_it_had_reported(folder: Path) -> None:
    rng = np.random.default_rng(5)
    for _ in range(3):
        command = [sys.executable, "-W", "ignore", "-c", WRITER, str(folder), str(ROOT)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        time.sleep(float(rng.uniform(0.05, 0.5)))
        os.kill(writer.pid, signal.SIGKILL)
        reported = [int(line) for line in writer.stdout.read().split("\n")[:-1]]
        writer.stdout.close()
        writer.wait()
        known = {entry.pair.dialogue for entry in storage.load(folder, ENCODER.encoder_hash).entries.values()}
        assert {f"d-{number}" for number in reported} <= known
