"""A million messages: the airline dialogues again and again under new ids, as JSONL (a dialogue a line) and as CSV (a message a row).

Memory is that of the command's own process and of all its workers; the second half of the run mustn't take more than the first.
"""

import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.results import Result

COMMAND = [sys.executable, "-W", "ignore", "-c", "from bot.cli.main import main; main()", "import"]
POLL_S = 0.5
MOST_MB = 400


def measure(data: Path, messages: int, before: Path | None) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        jsonl, table = Path(folder, "airlines.jsonl"), Path(folder, "rows.csv")
        count = write(data / "twitter_airlines" / "dialogues.jsonl.gz", jsonl, table, messages)
        runs = [("heed", jsonl, Path.cwd()), ("heed", table, Path.cwd())]
        if before is not None:
            runs.insert(1, ("heed before", jsonl, before.resolve()))
        for system, log, checkout in runs:
            yield from run(system, log, checkout, count, Path(folder))


def write(source: Path, jsonl: Path, table: Path, messages: int) -> int:
    """Writes both files; returns how many messages are in each."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        dialogues = [json.loads(line) for line in lines]
    count = number = 0
    with jsonl.open("w", encoding="utf-8") as out, table.open("w", encoding="utf-8", newline="") as rows:
        writer = csv.writer(rows)
        writer.writerow(["conversation", "from", "message", "date"])
        while count < messages:
            dialogue = dialogues[number % len(dialogues)]
            number += 1
            out.write(json.dumps({**dialogue, "id": _id(number)}, ensure_ascii=False) + "\n")
            writer.writerows([_id(number), turn["role"], turn["text"], dialogue.get("date", "")] for turn in dialogue["turns"])
            count += len(dialogue["turns"])
    return count


def run(system: str, log: Path, checkout: Path, count: int, folder: Path) -> Iterator[Result]:
    """One import in a process of its own, watched."""
    out = folder / f"out-{system.replace(' ', '-')}-{log.suffix[1:]}"
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    maps = ["--column", "dialogue=conversation", "--column", "role=from", "--column", "text=message"] if log.suffix == ".csv" else []
    started = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, str(log), "--out", str(out), *maps], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    own: list[float] = []
    whole: list[float] = []
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            own.append(watched.memory_info().rss / 1e6)
            whole.append(sum(each.memory_full_info().pss for each in (watched, *watched.children(recursive=True))) / 1e6)
        except psutil.Error:
            pass
        time.sleep(POLL_S)
    seconds = time.perf_counter() - started
    written = sum(1 for file in out.rglob("*.jsonl") for _ in file.open(encoding="utf-8"))
    test, half = f"{count:,} messages, {log.suffix[1:]}, two cores beside other work", len(own) // 2
    goal = f"≤ {MOST_MB}" if system == "heed" else ""
    holds = max(own) <= MOST_MB if goal else None
    yield Result(test, "dialogues written", written, system=system)
    yield Result(test, "messages a second", count / seconds, system=system)
    yield Result(test, "peak memory of the command", max(own), "MB", goal, holds, system)
    yield Result(test, "peak memory with all workers", max(whole), "MB", system=system)
    yield Result(test, "growth in the second half", max(own[half:]) - max(own[: max(1, half)]), "MB", system=system)


def _id(number: int) -> str:
    """An id of letters: older versions took ids with many digits for orders, and kept one dialogue of all."""
    return "run-" + "".join(chr(97 + int(digit)) for digit in str(number))
