"""Intent classifiers side by side, on public data: `make bench-intents`.

Each system learns each data set in a process of its own, so that time and memory are its alone. A run adds to the results or
replaces its own rows, so a long benchmark can be run in parts (`--system`, `--dataset`, `--seed`); rows of one run stand side
by side. Quality is asked of the test parts once; nothing is chosen by them.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.intents.data import DATASETS, Dataset, load, spoiled
from bench.intents.systems import system
from finetune.evaluation.reliability import reliability

RESULTS = Path("bench/results/intents.json")
# How a data set's test part is asked; the others only as it is.
SPOILED = ("typo", "before", "both")
CONDITIONS = {"banking77": ("plain", *SPOILED), "banking77_10": ("shot10", *SPOILED), "banking77_5": ("shot5",)}
TIMED, WARM_UP = 300, 20
Row = dict[str, Any]


def measure(name: str, dataset: Dataset, seed: int) -> Iterator[Row]:
    """Trains a system on a data set and asks it the test part."""

    def row(condition: str, metric: str, value: float) -> Row:
        return {"system": name, "dataset": dataset.name, "condition": condition, "metric": metric, "value": round(value, 5), "seed": seed}

    texts, labels = [text for text, _ in dataset.train], [label for _, label in dataset.train]
    asked, right = [text for text, _ in dataset.test], np.array([label for _, label in dataset.test])
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        trained = system(name)
        started, cpu = time.perf_counter(), _cpu_seconds()
        trained.fit(texts, labels, folder, seed)
        yield row("plain", "train_seconds", time.perf_counter() - started)
        yield row("plain", "train_cpu_seconds", _cpu_seconds() - cpu)
        usage = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        yield row("plain", "train_peak_mb", usage / 1024)
        yield row("plain", "disk_mb", sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6)
        served = system(name)
        served.load(folder)
        known = np.array(served.labels)
        for condition in CONDITIONS.get(dataset.name, ("plain",)):
            probabilities, sureness = served.probabilities(spoiled(asked, condition, seed))
            hits = known[probabilities.argmax(axis=1)] == right
            yield row(condition, "accuracy", float(hits.mean()))
            yield row(condition, "macro_f1", _macro_f1(right, known[probabilities.argmax(axis=1)]))
            yield row(condition, "ece", reliability(probabilities.max(axis=1), hits).error)
            if condition == "plain":
                in_scope = sureness
                taught = set(texts)
                unseen = np.array([text not in taught for text in asked])
                yield row("plain", "accuracy_without_repeated", float(hits[unseen].mean()))
        for condition, strange in dataset.out_of_scope.items():
            yield row(condition, "auroc", _auroc(in_scope, served.probabilities(strange)[1]))
        times = []
        for text in (asked * TIMED)[: WARM_UP + TIMED]:
            started = time.perf_counter()
            served.one(text)
            times.append(1_000 * (time.perf_counter() - started))
        yield row("plain", "p50_ms", statistics.median(times[WARM_UP:]))
        yield row("plain", "p99_ms", statistics.quantiles(times[WARM_UP:], n=100)[98])


def _cpu_seconds() -> float:
    """Of this process and of those that it has waited for."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _macro_f1(right: NDArray[np.str_], chosen: NDArray[np.str_]) -> float:
    from sklearn.metrics import f1_score

    return float(f1_score(right, chosen, average="macro"))


def _auroc(inside: NDArray[np.float32], outside: NDArray[np.float32]) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(np.r_[np.ones(len(inside)), np.zeros(len(outside))], np.r_[inside, outside]))


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
                    print(json.dumps(list(measure(name, load(dataset, data), seed))))
                    return
                options = ["--system", name, "--dataset", dataset, "--seed", str(seed), "--data", str(data), "--in-this-process"]
                command = [sys.executable, "-W", "ignore", "-m", "bench.intents", *options]
                output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
                keep(json.loads(output.strip().splitlines()[-1]))
    show()


def keep(rows: list[Row]) -> None:
    """Adds rows to the results; those of the same system, data set and seed are replaced."""
    kept: list[Row] = json.loads(RESULTS.read_text()) if RESULTS.is_file() else []
    same = ("system", "dataset", "seed")
    kept = [row for row in kept if [row[key] for key in same] != [rows[0][key] for key in same]] + rows
    RESULTS.write_text("[\n" + ",\n".join(json.dumps(row) for row in kept) + "\n]\n")


def show() -> None:
    """The results as a table: means over the seeds."""
    rows: list[Row] = json.loads(RESULTS.read_text())
    systems = list(dict.fromkeys(row["system"] for row in rows))
    table = Table("data set", "condition", "metric", *systems)
    for dataset, condition, metric in dict.fromkeys((row["dataset"], row["condition"], row["metric"]) for row in rows):
        cells = []
        for name in systems:
            wanted = (name, dataset, condition, metric)
            values = [row["value"] for row in rows if (row["system"], row["dataset"], row["condition"], row["metric"]) == wanted]
            cells.append(f"{statistics.mean(values):.4g}" if values else "")
        table.add_row(dataset, condition, metric, *cells)
    Console(width=200).print(table)


if __name__ == "__main__":
    typer.run(main)
