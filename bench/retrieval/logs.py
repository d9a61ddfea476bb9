"""Logs: how long 34,140 real dialogues take from the company's file to pairs, and whether planted personal data comes out again.

The canaries (`bench.retrieval.canaries`) stand in real dialogues and go the way of every log: `heed import`, mining, an index (its vectors
are made without a model), and a search for each canary's own sentence.
"""

import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from bench.results import Result
from bench.retrieval.canaries import Canary, canaries, planted
from bench.retrieval.live import ENCODER
from data.formats.reading.dialogues import to_json
from data.languages import HAN
from data.mining.mine_logs import mine_logs
from data.records import AGENT, CUSTOMER, Dialogue, Turn
from retrieval.building.build import build
from retrieval.search.index import PassageIndex

CANARIES = 1_000
# What the assistant looks at before it answers.
SHOWN = 5
POLL_S = 0.2
IMPORT = [sys.executable, "-W", "ignore", "-c", "from bot.cli.main import main; main()", "import"]
MINE = """
import sys
from pathlib import Path
from bot.parallel import over_cores
from data.mining.mine_logs import mine_logs
if __name__ == "__main__":
    print(len(mine_logs(Path(sys.argv[1]), over_cores).pairs))
"""


def measure(data: Path) -> Iterator[Result]:
    yield from way_to_pairs(data / "twitter_airlines" / "dialogues.jsonl.gz")
    yield from leaks(data)


def way_to_pairs(log: Path) -> Iterator[Result]:
    with gzip.open(log) as lines:
        count = sum(1 for _ in lines)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        imported = peak([*IMPORT, str(log), "--out", folder])
        mined = peak([sys.executable, "-W", "ignore", "-c", MINE, folder])
        seconds = time.perf_counter() - started
    condition = f"import, redact, mine of {count:,} dialogues, two cores"
    yield Result("twitter_airlines", "time", seconds, "s", condition=condition)
    yield Result("twitter_airlines", "peak memory", max(imported, mined), "MB", condition=condition)


def peak(command: list[str]) -> float:
    """Runs a command; the most memory in MB that it and its workers held together, what they share counted once (PSS)."""
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        held = 0
        for each in (process, *process.children(recursive=True)):
            try:
                held += each.memory_full_info().pss
            except psutil.Error:  # it has just ended
                continue
        most = max(most, held)
        time.sleep(POLL_S)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return most / 1e6


def leaks(data: Path) -> Iterator[Result]:
    """How many canaries are found behind each door."""
    sown = sow(data)
    with tempfile.TemporaryDirectory() as folder:
        raw, log = Path(folder, "raw.jsonl"), Path(folder, "log")
        raw.write_text("".join(to_json(dialogue) + "\n" for _, dialogue in sown.values()), encoding="utf-8")
        subprocess.run([*IMPORT, str(raw), "--out", str(log)], check=True, stdout=subprocess.DEVNULL)
        imported = {row["id"]: row["turns"] for row in map(json.loads, (log / "raw.jsonl").read_text(encoding="utf-8").splitlines())}
        pairs = mine_logs(log).pairs
    index = build(pairs, ENCODER)
    indexed: dict[str, list[str]] = {}
    for pair in index.pairs:
        indexed.setdefault(pair.dialogue, []).extend((pair.question, pair.answer))
    doors: dict[str, Callable[[str, Canary], bool]] = {
        "in the imported log": lambda name, canary: any(canary.leaks_in(turn["text"]) for turn in imported[name]),
        "in the index": lambda name, canary: any(map(canary.leaks_in, indexed.get(name, ()))),
        "shown": lambda name, canary: any(map(canary.leaks_in, answered(index, name, canary.sentence))),
    }
    for door, is_out in doors.items():
        out = Counter(canary.kind for name, (canary, _) in sown.items() if is_out(name, canary))
        yield Result("planted canaries", door, out.total(), condition=f"{len(sown):,} planted canaries")


def sow(data: Path, seed: int = 1) -> dict[str, tuple[Canary, Dialogue]]:
    """Each canary with the dialogue that carries it, in its language: airlines' customers in English, a shop's in Chinese."""
    chance = random.Random(seed)
    english, chinese = airline_dialogues(data), shop_dialogues(data)
    sown = {}
    for number, canary in enumerate(canaries(CANARIES)):
        carrier = next(chinese if HAN.search(canary.text) else english)
        name = f"canary-{number}"
        sown[name] = canary, planted(canary, Dialogue(name, carrier), chance)
    return sown


def airline_dialogues(data: Path) -> Iterator[tuple[Turn, ...]]:
    """Those that both sides took part in."""
    with gzip.open(data / "twitter_airlines" / "dialogues.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            turns = tuple(Turn(turn["role"], turn["text"]) for turn in row["turns"] if turn["text"].strip())
            if {turn.role for turn in turns} == {CUSTOMER, AGENT}:
                yield turns


def shop_dialogues(data: Path) -> Iterator[tuple[Turn, ...]]:
    """A question and its reply each, without the blanks between Chinese words."""
    for line in (data / "taobao" / "question_answer.txt").read_text(encoding="utf-8").splitlines():
        question, answer = ("".join(said.split()) for said in line.split("\t"))
        if question and answer:
            yield Turn(CUSTOMER, question), Turn(AGENT, answer)


def answered(index: PassageIndex, dialogue: str, question: str) -> Iterator[str]:
    """What a customer would read of this dialogue: passages, and past questions beside them, after their last scan."""
    for hit in index.search(index.read(question, ENCODER.embed([question])[0]), SHOWN):
        if any(source.dialogue == dialogue for source in hit.passage.sources):
            yield from (hit.passage.text, hit.question)
