"""What writers add to an index, and what is there when they die."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from data.records import Pair
from retrieval.building.build import additions
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from tests.support.numbered_index import ENCODER, add, pair

ROOT = Path(__file__).parents[3]

WRITER = """
import itertools, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.support.numbered_index import ENCODER, pair
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


def test_adding_twice_adds_nothing(folder: Path) -> None:
    add(folder, 100, 101)
    add(folder, 100, 101)
    assert len(storage.load(folder, ENCODER.encoder_hash, ENCODER).entries) == 22


def test_a_new_answer_that_is_nearly_the_same_joins_the_passage(folder: Path) -> None:
    stored = storage.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    again = Pair("is it wood", pair(5).answer.replace("The", "Well, the"), "d-99")
    changes.add(stored, folder, additions(stored.index, [again], ENCODER))
    assert stored.index.entries[again.id].passage == pair(5).id
    assert stored.index.passage(pair(5).id).count == 2


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
        known = {entry.pair.dialogue for entry in storage.load(folder, ENCODER.encoder_hash, ENCODER).entries.values()}
        assert {f"d-{number}" for number in reported} <= known
