"""Retrieval, measured: `make bench-retrieval`, or one part of it with `python -m bench.retrieval quality|scale|cost|live|logs`.

Results go into `bench/results/retrieval.json`, a list of `{"system", "dataset", "condition", "metric", "value"}`; a part
replaces its own rows there and leaves the others.
"""

import argparse
import json
import os
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.retrieval import cost as retrieval_cost
from bench.retrieval import live as retrieval_live
from bench.retrieval import logs as retrieval_logs
from bench.retrieval import quality as retrieval_quality
from bench.retrieval import scale as retrieval_scale
from bench.retrieval.rows import Row

RESULTS = Path("bench/results/retrieval.json")
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
        if part == "quality":
            rows = retrieval_quality.measure(given.data, given.encoder, given.chinese_encoder, given.chinese)
        elif part == "scale":
            rows = retrieval_scale.measure(given.sizes)
        elif part == "cost":
            rows = retrieval_cost.measure([size for size in given.sizes if size <= retrieval_cost.MOST])
        elif part == "live":
            rows = retrieval_live.measure(given.seconds, given.kills)
        else:
            rows = retrieval_logs.measure(given.data)
        keep(part, rows)


def keep(part: str, rows: Iterable[Row]) -> None:
    """Shows rows as they come, and writes them in place of the part's old ones of the same system, data and condition."""
    table = Table("system", "dataset", "condition", "metric", "value", title=part)
    known = {tuple(row[key] for key in ("system", "dataset", "condition", "metric")): row for row in _read()}
    for row in rows:
        known[(row.system, row.dataset, row.condition, row.metric)] = row.record()
        table.add_row(row.system, row.dataset, row.condition, row.metric, f"{row.value:,.4g}")
        RESULTS.write_text(json.dumps(list(known.values()), indent=1, ensure_ascii=False) + "\n")
    Console(width=int(os.environ.get("COLUMNS", 140))).print(table)


def _read() -> list[dict[str, str | float]]:
    return list(json.loads(RESULTS.read_text())) if RESULTS.is_file() else []


if __name__ == "__main__":
    main()
