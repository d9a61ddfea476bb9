"""Live: an index that is searched while another process changes it, and writers that are killed.

Vectors are made without a model, from the words, so that it is the index that is measured. Queries come at a fixed rate to
two threads; what a query waits for its turn counts as its time.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from bench.retrieval_rows import Row
from data.records import Pair
from retrieval import storage
from retrieval.building import build
from retrieval.live import LiveIndex
from retrieval.vectors import Floats

ENTRIES = 10_000
UPSERTS_A_SECOND, QUERIES_A_SECOND, THREADS = 50, 200, 2
QUIET_S = 20

WRITER = """
import itertools, sys, time
from pathlib import Path
from bench.retrieval_live import ENCODER, pair
from retrieval import storage
from retrieval.building import additions
folder, rate, start = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
stored = storage.open_stored(folder, ENCODER.encoder_hash)
print("ready", flush=True)
began = time.monotonic()
for number in itertools.count():
    if rate:
        time.sleep(max(0, began + number / rate - time.monotonic()))
    storage.add(stored, folder, additions(stored.index, [pair(start + number)], ENCODER))
    print(start + number, flush=True)
    if not rate and number % 20 == 19:
        storage.compact(stored, folder)
        stored = storage.open_stored(folder, ENCODER.encoder_hash)
"""


class WordVectors:
    """An encoder without a model: random directions of a text's words, added up."""

    encoder_hash = "word-vectors"
    width = 384

    def __init__(self) -> None:
        self._directions: dict[str, Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        vectors = np.stack([sum(map(self._direction, text.lower().split()), np.full(self.width, 1e-6)) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def _direction(self, word: str) -> Floats:
        if word not in self._directions:
            self._directions[word] = np.random.default_rng(list(word.encode())).standard_normal(self.width, dtype=np.float32)
        return self._directions[word]


ENCODER = WordVectors()


def pair(number: int) -> Pair:
    subject = f"thing{number} of kind{number % 97}"
    return Pair(f"how is the {subject} made", f"Our {subject} is made of wood{number % 89} and oiled in shop{number}.", f"d-{number}")


def measure(seconds: int, kills: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        storage.save(build([pair(number) for number in range(ENTRIES)], ENCODER), folder)
        live = LiveIndex(folder, ENCODER.encoder_hash)
        live.follow()
        yield from rows(f"no changes, {QUIET_S} s", *ask(live, QUIET_S))
        writer = start(folder, UPSERTS_A_SECOND, ENTRIES)
        try:
            yield from rows(f"{UPSERTS_A_SECOND} upserts a second, {seconds} s", *ask(live, seconds))
        finally:
            writer.kill()
            written = writer.communicate()[0].splitlines()
        time.sleep(2)
        live.stop()
        yield Row("heed", "live", f"{seconds} s", "upserts written", len(written))
        yield Row("heed", "live", f"{seconds} s", "upserts found 2 s after the last", live.ask(lambda index: len(index.entries)) - ENTRIES)
    yield from killed(kills)


def killed(kills: int) -> Iterator[Row]:
    """Kills writers at random moments, and looks whether the index is good and holds all that was reported as written."""
    chance = np.random.default_rng(3)
    good = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        storage.save(build([pair(number) for number in range(200)], ENCODER), folder)
        for turn in range(kills):
            writer = start(folder, 0, 1_000 * (turn + 1))
            time.sleep(float(chance.uniform(0, 0.4)))
            os.kill(writer.pid, signal.SIGKILL)
            reported = {f"d-{number}" for number in writer.communicate()[0].splitlines()}
            held = {entry.pair.dialogue for entry in storage.load(folder, ENCODER.encoder_hash).entries.values()}
            good += reported <= held
    yield Row("heed", "live", f"{kills} × kill -9 during writes", "good indexes after", good)


def start(folder: Path, rate: float, first: int) -> "subprocess.Popen[str]":
    """A writer that has opened the index."""
    command = [sys.executable, "-W", "ignore", "-c", WRITER, str(folder), str(rate), str(first)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    assert writer.stdout.readline() == "ready\n"
    return writer


def ask(live: LiveIndex, seconds: float) -> tuple[list[float], int, int]:
    """Asks at the fixed rate: times in ms, how many first hits were right, how many queries failed."""
    chance = np.random.default_rng(4)
    began = time.perf_counter()

    def answer(number: int, due: float) -> tuple[float, bool, bool]:
        wanted, right, failed = pair(number), False, False
        try:
            vector = ENCODER.embed([wanted.question])[0]
            hits = live.ask(lambda index: index.search(index.read(wanted.question, vector)))
            right = hits[0].passage.text == wanted.answer
        except Exception:  # whatever it is: it counts as failed
            failed = True
        return 1000 * (time.perf_counter() - due), right, failed

    asked = []
    with ThreadPoolExecutor(THREADS) as pool:
        for turn in range(int(seconds * QUERIES_A_SECOND)):
            due = began + turn / QUERIES_A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            asked.append(pool.submit(answer, int(chance.integers(ENTRIES)), due))
    times, rights, failures = zip(*(each.result() for each in asked))
    return list(times), sum(rights), sum(failures)


def rows(condition: str, times: list[float], right: int, failed: int) -> Iterator[Row]:
    condition = f"{QUERIES_A_SECOND} queries a second, {condition}, {ENTRIES:,} entries at first"
    for metric, value in (
        ("p50 ms", float(np.percentile(times, 50))),
        ("p99 ms", float(np.percentile(times, 99))),
        ("right first", right / len(times)),
        ("failed", failed),
    ):
        yield Row("heed", "live", condition, metric, value)
