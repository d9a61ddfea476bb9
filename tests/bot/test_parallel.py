"""Work spread over cores and over two Ray nodes comes out as it does in one process."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from bot import parallel as workers
from bot.models import indexes as indexing
from bot.models.encoders import TravellingEncoder
from bot.models.indexes import ModelIndex
from data.formats.bad_rows import BadRow
from data.formats.reading.dialogues import Read, read_dialogues
from data.parallel import batched, serial
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5
from retrieval.storage.manifest import Manifest
from tests.support.encoders import link_encoders

ROOT = Path(__file__).parents[2]


def write(file: Path, count: int) -> Path:
    """Dialogues with personal data in them; the answer of every hundredth can't be used."""
    with file.open("w") as lines:
        for number in range(count):
            turns = [
                {"role": "customer", "text": f"My name is Anna Petrov, may I wash thing{number}? My phone is 07700 9{number:05}."},
                {
                    "role": "agent" if number % 100 else "ghost",
                    "text": f"Dear Anna, thing{number} can be washed at {number} °C and must not go in the tumble dryer.",
                },
            ]
            lines.write(json.dumps({"id": f"d-{number}", "turns": turns}) + "\n")
    return file


def test_a_log_is_read_over_cores_as_in_one_process(tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", 4_500)
    expected = list(read_dialogues(log))
    assert sum(isinstance(row, Read) for row in expected) == 4_500
    assert sum(isinstance(row, BadRow) for row in expected) == 45
    assert list(read_dialogues(log, mapper=workers.over_cores)) == expected


def test_an_index_is_built_over_cores_as_in_one_process(
    tiny_classifier: Path, encoders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write(tmp_path / "log.jsonl", 40)
    link_encoders(encoders, tmp_path)
    monkeypatch.setattr(workers, "WORTH_IT", 1)
    monkeypatch.chdir(tmp_path)
    for folder, mapper in (("here", serial), ("there", workers.over_cores)):
        indexing.build_index(log, ModelIndex.of(tiny_classifier, tmp_path / folder), mapper=mapper)
    one, other = (Manifest.load(tmp_path / folder) for folder in ("here", "there"))
    assert one.entries == 39
    assert (one.files, one.weights) == (other.files, other.weights)


def test_an_encoder_travels_with_its_files(encoders: Path) -> None:
    folder = exported_e5(encoders)
    texts = [f"where is thing{number} {'a long time ago ' * (number % 7)}" for number in range(60)]
    expected = [E5Encoder.load(folder, many=True).embed(batch) for batch in batched(texts, 20)]
    embedded = list(serial(TravellingEncoder(folder), batched(texts, 20)))
    assert all(np.array_equal(one, other) for one, other in zip(embedded, expected))


def test_little_work_starts_no_processes_and_an_error_reaches_the_caller() -> None:
    assert list(workers.over_cores(lambda item: item + 1, [1, 2])) == [2, 3]
    with pytest.raises(ValueError, match="invalid literal"):
        list(workers.over_cores(partial(int, base=10), ["1"] * 20 + ["one"] + ["1"] * 20))


def test_over_two_ray_nodes_all_is_as_in_one_process(tiny_classifier: Path, encoders: Path, tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", 90)
    link_encoders(encoders, tmp_path)
    program = [sys.executable, "-W", "ignore", "-m", "tests.support.two_ray_nodes", log, tiny_classifier, tmp_path]
    done = subprocess.run(program, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    alike = json.loads(done.stdout.splitlines()[-1])
    assert "invalid literal" in alike.pop("error")
    assert alike == {"nodes": 2, "index": True}
