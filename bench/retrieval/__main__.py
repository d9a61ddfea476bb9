"""Retrieval, measured: `make bench-retrieval`, or one part of it with `python -m bench.retrieval quality|scale|cost|live|logs`.

Figures go into `bench/results/retrieval.json` as they come; those that a run doesn't make stay.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from bench.results import FOLDER, Result, keep
from bench.retrieval import cost, live, logs, quality, scale

PARTS = ("quality", "scale", "cost", "live", "logs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all if none is named")
    parser.add_argument("--data", type=Path, default=Path("../shared/datasets"), help="the folder of the data sets")
    parser.add_argument("--encoder", type=Path, help="an encoder tuned on the training part; tuned first, for half an hour, if not given")
    parser.add_argument("--chinese-encoder", type=Path, help="likewise, tuned on Taobao's training part")
    parser.add_argument(
        "--chinese", default="../shared/models/bge-small-zh-v1.5", help="where the Chinese encoder starts, by name or folder"
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000], help="vectors in the scale part")
    parser.add_argument("--seconds", type=int, default=300, help="how long the live part changes the index")
    parser.add_argument("--kills", type=int, default=100, help="writers that the live part kills")
    given = parser.parse_args()
    for part in given.parts or PARTS:
        keep(measure(part, given), FOLDER / "retrieval.json")


def measure(part: str, given: argparse.Namespace) -> Iterator[Result]:
    if part == "quality":
        return quality.measure(given.data, given.encoder, given.chinese_encoder, given.chinese)
    if part == "scale":
        return scale.measure(given.sizes)
    if part == "cost":
        return cost.measure([size for size in given.sizes if size <= cost.MOST])
    if part == "live":
        return live.measure(given.seconds, given.kills)
    return logs.measure(given.data)


if __name__ == "__main__":
    main()
