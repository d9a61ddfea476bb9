"""Recall and precision of the redaction on canaries in six languages, beside Presidio: `make bench-redaction`.

    python -m bench.redaction [--presidio PYTHON] [--misses]

PYTHON is an interpreter of an environment of its own in which presidio-analyzer is installed. `--misses` shows what was missed and what was
taken wrongly in the half that rules may be mended on; the other half is only counted.
"""

import argparse
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.redaction.canaries import Canary, canaries, innocents, traditional
from bench.redaction.scoring import Span, heed, score
from bench.results import FOLDER, Result, keep

SYSTEM = Path(__file__).with_name("presidio_spans.py")
GOALS = {"structured": 0.995, "names": 0.95, "precision": 0.97}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--presidio", type=Path, help="an interpreter that has presidio-analyzer")
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    sentences = [*canaries(), *innocents()]
    started = time.process_time()
    found = list(heed([each.text for each in sentences]))
    seconds = time.process_time() - started
    results = [*_results("heed", sentences, found), _speed("heed", sentences, seconds)]
    written = traditional()
    results += _results("heed", written, list(heed([each.text for each in written])), "traditional Chinese")
    if chosen.presidio:
        started = time.perf_counter()
        peers = presidio(chosen.presidio, [each.text for each in sentences])
        results += [
            *_results("presidio (patterns)", sentences, peers),
            _speed("presidio (patterns)", sentences, time.perf_counter() - started),
        ]
    keep(results, FOLDER / "redaction.json")
    if chosen.misses:
        _show(sentences, found)


def presidio(python: Path, texts: list[str]) -> list[list[Span]]:
    """What Presidio finds in each text, what overlaps as one."""
    given = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run([python, SYSTEM], input=given, capture_output=True, text=True, check=True)
    return [_merged(json.loads(line)) for line in done.stdout.splitlines()]


def _merged(spans: list[list[int]]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _results(system: str, sentences: list[Canary], found: list[list[Span]], test: str = "canaries") -> Iterator[Result]:
    for half in ("seen", "unseen"):
        places = [place for place, each in enumerate(sentences) if each.half == half]
        scored = score([sentences[place] for place in places], [found[place] for place in places])
        for metric, value in (("structured", scored.structured), ("names", scored.names), ("precision", scored.precision)):
            goal = GOALS[metric]
            name = metric if metric == "precision" else f"recall, {metric}"
            yield Result(test, name, value, "", f"≥ {goal}", value >= goal, system, f"{len(places):,} sentences, half {half!r}")
    scored = score(sentences, found)
    for kind, value in scored.recall.items():
        yield Result(f"{test} by kind", f"recall, {kind}", value, system=system)


def _speed(system: str, sentences: list[Canary], seconds: float) -> Result:
    return Result("canaries", "characters a second", sum(len(each.text) for each in sentences) / seconds, system=system)


def _show(sentences: list[Canary], found: list[list[Span]]) -> None:
    places = [place for place, each in enumerate(sentences) if each.half == "seen"]
    scored = score([sentences[place] for place in places], [found[place] for place in places])
    for each in scored.missed:
        print(f"missed  {each.kind} ({each.language})  {each.text!r}")
    for each, taken in scored.alarms:
        print(f"alarm   {taken!r} in {each.text!r}")


if __name__ == "__main__":
    main()
