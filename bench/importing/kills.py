"""Imports over an older one that are killed (SIGKILL) at random moments: what is there after must be all of the old or all of the new."""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.results import Result

KILLS = 50
DIALOGUES = 600
# What a user types, without the seconds that the command needs to start, so that most kills meet the import itself.
IMPORT = """
import sys
from pathlib import Path
from data.formats.storing.importing import import_dialogues
print("begun", flush=True)
import_dialogues(Path(sys.argv[1]), Path(sys.argv[2]), key=bytes(32))
"""


def measure(kills: int = KILLS) -> Iterator[Result]:
    rng = random.Random(16)
    good = met = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = imported(folder / "new", folder / "whole", 2 * DIALOGUES)
        old = imported(folder / "old", folder / "first", DIALOGUES)
        started = time.perf_counter()
        timed = subprocess.Popen([*command(), str(folder / "new"), str(folder / "timed")], stdout=subprocess.PIPE)
        with timed:
            assert timed.stdout is not None
            timed.stdout.readline()
            started_in = time.perf_counter() - started
        length = time.perf_counter() - started
        for number in range(kills):
            out = folder / f"out-{number}"
            shutil.copytree(folder / "first", out)
            process = subprocess.Popen([*command(), str(folder / "new"), str(out)], stdout=subprocess.PIPE)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.uniform(0, 0.8) * (length - started_in))
            met += process.poll() is None
            process.kill()  # nothing, if it has ended
            process.wait()
            process.stdout.close()
            good += is_good(out, old, whole)
            subprocess.run([*command(), str(folder / "new"), str(out)], check=True, stdout=subprocess.DEVNULL)
            good -= state(out) != whole or any(path.suffix != ".jsonl" for path in out.rglob("*") if path.is_file())
    test = f"{kills} imports over an older one, killed at random moments ({met} before their end)"
    yield Result(test, "good states, and whole after another import", good, goal=f"{kills}", holds=good == kills)


def command() -> list[str]:
    return [sys.executable, "-c", IMPORT]


def imported(logs: Path, out: Path, dialogues: int) -> set[str]:
    """Writes logs, in three files, and imports them; returns the dialogues."""
    logs.mkdir()
    for part in range(3):
        lines = [
            json.dumps({"id": f"{part}-{number}", "turns": [
                {"role": "customer", "text": f"Question {number} of part {part}, phone 07700 900123?"},
                {"role": "agent", "text": f"Answer {number} of part {part}, as every customer gets it."},
            ]})
            for number in range(dialogues // 3)
        ]  # fmt: skip
        (logs / f"log-{part}.jsonl").write_text("\n".join(lines) + "\n")
    subprocess.run([*command(), str(logs), str(out)], check=True, stdout=subprocess.DEVNULL)
    return state(out)


def state(out: Path) -> set[str]:
    """The dialogues of a folder, as they are written."""
    return {line for file in out.rglob("*.jsonl") for line in file.read_text().splitlines()}


def is_good(out: Path, old: set[str], whole: set[str]) -> bool:
    """Whether every file is readable and holds all of the old or all of the new: of three, the first may be new while the last is old."""
    now = state(out)
    files_whole = all(
        set(file.read_text().splitlines()) in ({line for line in lines if line in now and _of(line, file)} for lines in (old, whole))
        for file in out.glob("log-*.jsonl")
    )
    return old <= now <= whole and all(json.loads(line) for line in now) and files_whole


def _of(line: str, file: Path) -> bool:
    return f"of part {file.stem[-1]}" in line
