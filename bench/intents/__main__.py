"""Intent classifiers side by side, on public data: `make bench-intents`.

Each system learns each data set in a process of its own, so that time and memory are its alone. A run adds to the results or
replaces its own figures, so a long benchmark can be run in parts (`--system`, `--dataset`, `--seed`); figures of one run stand side
by side. Quality is asked of the test parts once; nothing is chosen by them.
"""

import json
import statistics
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.intents.data import DATASETS, load
from bench.intents.measure import measure
from bench.results import FOLDER, Result, keep, read

RESULTS = FOLDER / "intents.json"


def main(
    data: Annotated[Path, typer.Option(help="The folder of public data sets.")] = Path("../shared/datasets"),
    systems: Annotated[str, typer.Option("--system", help="Names, with commas.")] = "tfidf,frozen-encoder,heed",
    datasets: Annotated[str, typer.Option("--dataset", help="Names, with commas.")] = ",".join(DATASETS),
    seeds: Annotated[str, typer.Option("--seed", help="Numbers, with commas.")] = "1",
    only: Annotated[bool, typer.Option("--in-this-process", hidden=True)] = False,
) -> None:
    """Trains and asks; writes bench/results/intents.json and prints the table."""
    for seed in map(int, seeds.split(",")):
        for dataset in datasets.split(","):
            for name in systems.split(","):
                if only:
                    print(json.dumps([asdict(result) for result in measure(name, load(dataset, data), seed)]))
                    return
                options = ["--system", name, "--dataset", dataset, "--seed", str(seed), "--data", str(data), "--in-this-process"]
                command = [sys.executable, "-W", "ignore", "-m", "bench.intents", *options]
                output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
                keep([Result(**record) for record in json.loads(output.strip().splitlines()[-1])], RESULTS)
    side_by_side(read(RESULTS))


def side_by_side(results: list[Result]) -> None:
    """Prints a column a system: means over the seeds."""
    systems = list(dict.fromkeys(result.system for result in results))
    values: dict[tuple[str, str, str, str], dict[str, list[float]]] = {}
    for result in results:
        row = values.setdefault((result.test, result.condition, result.metric, result.unit), {})
        row.setdefault(result.system, []).append(result.value)
    table = Table("data set", "condition", "metric", "unit", *systems)
    for names, of in values.items():
        table.add_row(*names, *(f"{statistics.mean(of[system]):.4g}" if system in of else "" for system in systems))
    Console(width=200).print(table)


if __name__ == "__main__":
    typer.run(main)
