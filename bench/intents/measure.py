"""What one classifier learns of one data set, and what it costs."""

import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.intents.data import Dataset, spoiled
from bench.intents.systems import system
from bench.processor import cpu_seconds
from bench.results import Result
from finetune.evaluation.reliability import reliability

# How a data set's test part is asked; the others only as it is.
SPOILED = ("typo", "before", "both")
CONDITIONS = {"banking77": ("plain", *SPOILED), "banking77_10": ("shot10", *SPOILED), "banking77_5": ("shot5",)}
TIMED, WARM_UP = 300, 20


def measure(name: str, dataset: Dataset, seed: int) -> Iterator[Result]:
    """Trains a system on a data set and asks it the test part."""

    def result(condition: str, metric: str, value: float, unit: str = "") -> Result:
        return Result(dataset.name, metric, value, unit, system=name, condition=condition, seed=seed)

    texts, labels = [text for text, _ in dataset.train], [label for _, label in dataset.train]
    asked, right = [text for text, _ in dataset.test], np.array([label for _, label in dataset.test])
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        trained = system(name)
        started, cpu = time.perf_counter(), cpu_seconds()
        trained.fit(texts, labels, folder, seed)
        yield result("plain", "training", time.perf_counter() - started, "s")
        yield result("plain", "training, CPU time", cpu_seconds() - cpu, "s")
        usage = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        yield result("plain", "training, peak memory", usage / 1024, "MB")
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        yield result("plain", "size on disk", size / 1e6, "MB")
        served = system(name)
        served.load(folder)
        known = np.array(served.labels)
        for condition in CONDITIONS.get(dataset.name, ("plain",)):
            probabilities, sureness = served.probabilities(spoiled(asked, condition, seed))
            hits = known[probabilities.argmax(axis=1)] == right
            yield result(condition, "accuracy", float(hits.mean()))
            yield result(condition, "macro_f1", _macro_f1(right, known[probabilities.argmax(axis=1)]))
            yield result(condition, "ece", reliability(probabilities.max(axis=1), hits).error)
            if condition == "plain":
                in_scope = sureness
                taught = set(texts)
                unseen = np.array([text not in taught for text in asked])
                yield result("plain", "accuracy_without_repeated", float(hits[unseen].mean()))
        for condition, strange in dataset.out_of_scope.items():
            yield result(condition, "auroc", _auroc(in_scope, served.probabilities(strange)[1]))
        times = []
        for text in (asked * TIMED)[: WARM_UP + TIMED]:
            started = time.perf_counter()
            served.one(text)
            times.append(1_000 * (time.perf_counter() - started))
        yield result("plain", "p50", statistics.median(times[WARM_UP:]), "ms")
        yield result("plain", "p99", statistics.quantiles(times[WARM_UP:], n=100)[98], "ms")


def _macro_f1(right: NDArray[np.str_], chosen: NDArray[np.str_]) -> float:
    from sklearn.metrics import f1_score

    return float(f1_score(right, chosen, average="macro"))


def _auroc(inside: NDArray[np.float32], outside: NDArray[np.float32]) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(np.r_[np.ones(len(inside)), np.zeros(len(outside))], np.r_[inside, outside]))
