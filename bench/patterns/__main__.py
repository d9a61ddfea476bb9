"""Fuzzes every regular expression and every function that reads untrusted text: `make fuzz-patterns`.

    python -m bench.patterns [--trials N] [--seed N]

All patterns of the product are found by walking its modules. Each gets as many texts of 4,000 characters made of its own pieces, and a
quarter as many of 16,000; the functions likewise. The slowest are shown, and the figures kept in `bench/results/patterns.json`.
"""

import argparse
import sys
from collections.abc import Iterator

from bench.patterns import functions, fuzz
from bench.patterns.collecting import patterns, unreadable
from bench.patterns.fuzz import BUDGET, Trial
from bench.results import FOLDER, Result, keep

SHORT, LONG = sorted(BUDGET)
# After so many hangs a pattern has shown what it is.
HANGS = 3
FUNCTION_TRIALS = 400
# Spelling is corrected word by word with a beam: linear, but at a tenth of a millisecond a word. Its figure stands by itself.
SPELLING = "correct"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=220, help="texts of 4,000 characters for each pattern")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    results = list(_results(chosen.trials, chosen.seed))
    keep(results, FOLDER / "patterns.json")
    print(f"known only while they run: {', '.join(unreadable())}")
    sys.exit(0 if all(result.holds for result in results if result.holds is not None) else 1)


def _results(count: int, seed: int) -> Iterator[Result]:
    found = patterns()
    called = functions.functions()
    for length, times in ((SHORT, count), (LONG, count // 4)):
        yield from _summed(
            "patterns", length, [trial for each in found.values() for trial in _until_it_hangs(fuzz.trials(each, length, times, seed))]
        )
        whole = [
            trial
            for name, function in called.items()
            for trial in _until_it_hangs(functions.trials(name, function, length, FUNCTION_TRIALS * SHORT // length, seed))
        ]
        yield from _summed("functions", length, whole)
    yield Result("patterns", "found", len(found))


def _until_it_hangs(each: Iterator[Trial]) -> Iterator[Trial]:
    hangs = 0
    for trial in each:
        yield trial
        hangs += trial.seconds >= fuzz.HANGS_S
        if hangs == HANGS:
            return


def _summed(what: str, length: int, done: list[Trial]) -> Iterator[Result]:
    condition = f"{length:,} characters"
    yield Result(f"fuzz of {what}", "trials", len(done), condition=condition)
    slowest: dict[str, Trial] = {}
    for trial in sorted(done, key=lambda trial: trial.seconds):
        slowest[trial.what] = trial
    for trial in sorted(slowest.values(), key=lambda trial: -trial.seconds)[:8]:
        print(f"{trial.seconds * 1000:8.1f} ms  {condition}  {trial.what} ({trial.way})  {trial.text[:60]!r}…{trial.text[-3:]!r}")
    goal = BUDGET[length]
    worst = max(trial.seconds for trial in done if trial.what != SPELLING)
    if SPELLING in slowest:
        yield Result("spelling", "slowest", slowest[SPELLING].seconds * 1000, "ms", condition=condition)
    yield Result(f"fuzz of {what}", "slowest", worst * 1000, "ms", f"≤ {goal * 1000:.0f}", worst <= goal, condition=condition)


if __name__ == "__main__":
    main()
