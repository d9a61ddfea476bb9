"""Live: an index that is searched while another process changes it, and writers that are killed.

Vectors are made without a model, from the words, so that it is the index that is measured. Queries come at a fixed rate to
two processes, as to two of a server; what a query waits for its turn counts as its time. The writer does what `heed index add`
does: it gives way to them, and compacts when there is much to compact.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from bench.results import Result
from data.records import Pair
from retrieval.building.build import build
from retrieval.storage import snapshots as storage
from retrieval.storage.live import LiveIndex
from tests.support.word_vectors import WordVectors

ENTRIES = 10_000
UPSERTS_A_SECOND, QUERIES_A_SECOND, ASKERS = 50, 200, 2
QUIET_S = 20
# Bytes that a process may say before somebody listens: in a pipe of the usual 64 kB, the writer would wait after some 10,900 entries.
SAID = 1 << 20

WRITER = """
import itertools, sys, time
from pathlib import Path
from bot.cli.knowledge.index import give_way
from bench.retrieval.live import ENCODER, pair
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.building.build import additions
folder, rate, start = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
give_way()
stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
print("ready", flush=True)
began = time.monotonic()
for number in itertools.count():
    if rate:
        time.sleep(max(0, began + number / rate - time.monotonic()))
    changes.add(stored, folder, additions(stored.index, [pair(start + number)], ENCODER))
    print(start + number, flush=True)
    if changes.wants_compacting(stored) if rate else number % 20 == 19:
        changes.compact(stored, folder)
        stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
"""

ASKER = """
import json, sys
from pathlib import Path
from bench.retrieval.live import ENCODER, ask
from bot.server.model.tuning import settle
from retrieval.storage.live import LiveIndex
live = LiveIndex(Path(sys.argv[1]), ENCODER)
live.follow()
settle()
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps(ask(live, float(sys.argv[2]), int(sys.argv[3]))), flush=True)
"""


ENCODER = WordVectors(384)


def pair(number: int) -> Pair:
    subject = f"thing{number} of kind{number % 97}"
    return Pair(f"how is the {subject} made", f"Our {subject} is made of wood{number % 89} and oiled in shop{number}.", f"d-{number}")


def measure(seconds: int, kills: int) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        storage.save(build([pair(number) for number in range(ENTRIES)], ENCODER), folder)
        yield from results(f"no changes, {QUIET_S} s", *asked(folder, QUIET_S))
        writer = start(WRITER, folder, UPSERTS_A_SECOND, ENTRIES)
        try:
            yield from results(f"{UPSERTS_A_SECOND} upserts a second, {seconds} s", *asked(folder, seconds))
        finally:
            writer.kill()
            written = writer.communicate()[0].splitlines()
        found = len(storage.load(folder, ENCODER.encoder_hash).entries) - ENTRIES
        yield Result("live", "upserts written", len(written), condition=f"{seconds} s")
        yield Result("live", "upserts found", found, condition=f"{seconds} s")
    yield from killed(kills)


def killed(kills: int) -> Iterator[Result]:
    """Kills writers at random moments, and looks whether the index is good and holds all that was reported as written."""
    chance = np.random.default_rng(3)
    good = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        storage.save(build([pair(number) for number in range(200)], ENCODER), folder)
        for turn in range(kills):
            writer = start(WRITER, folder, 0, 1_000 * (turn + 1))
            time.sleep(float(chance.uniform(0, 0.4)))
            os.kill(writer.pid, signal.SIGKILL)
            reported = {f"d-{number}" for number in writer.communicate()[0].splitlines()}
            held = {entry.pair.dialogue for entry in storage.load(folder, ENCODER.encoder_hash).entries.values()}
            good += reported <= held
    yield Result("live", "good indexes after", good, condition=f"{kills} × kill -9 during writes")


def start(script: str, *arguments: object) -> "subprocess.Popen[str]":
    """A process that has opened the index, and said so."""
    command = [sys.executable, "-W", "ignore", "-c", script, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pipesize=SAID)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def asked(folder: Path, seconds: float) -> tuple[list[float], int, int]:
    """What the processes found that ask at the same time: times in ms, how many first hits were right, how many queries failed."""
    askers = [start(ASKER, folder, seconds, seed) for seed in range(ASKERS)]
    for asker in askers:
        assert asker.stdin
        asker.stdin.write("\n")
        asker.stdin.flush()
    times, right, failed = zip(*(json.loads(asker.communicate()[0]) for asker in askers))
    return list(chain(*times)), sum(right), sum(failed)


def ask(live: LiveIndex, seconds: float, seed: int) -> tuple[list[float], int, int]:
    """Asks at the share of the rate that falls to one process."""
    times: list[float] = []
    right = failed = 0
    chance = np.random.default_rng(seed)
    rate = QUERIES_A_SECOND / ASKERS
    began = time.perf_counter()
    for number in range(int(seconds * rate)):
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        wanted = pair(int(chance.integers(ENTRIES)))
        try:
            vector = ENCODER.embed([wanted.question])[0]
            hits = live.ask(lambda index, text=wanted.question, vector=vector: index.search(index.read(text, vector)))  # type: ignore[misc]
            right += hits[0].passage.text == wanted.answer
        except Exception:  # whatever it is: it counts as failed
            failed += 1
        times.append(1000 * (time.perf_counter() - due))
    return times, right, failed


def results(condition: str, times: list[float], right: int, failed: int) -> Iterator[Result]:
    condition = f"{QUERIES_A_SECOND} queries a second, {condition}, {ENTRIES:,} entries at first"
    for metric, value, unit in (
        ("p50", float(np.percentile(times, 50)), "ms"),
        ("p99", float(np.percentile(times, 99)), "ms"),
        ("right first", right / len(times), ""),
        ("failed", failed, ""),
    ):
        yield Result("live", metric, value, unit, condition=condition)
