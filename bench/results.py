"""Results as `bench/results/*.json` keep them: a list of records with the attributes of `Result`, one a line."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

FOLDER = Path("bench/results")
# Narrower, the names of the longest tests break over many lines.
WIDTH = 160


@dataclass(frozen=True)
class Result:
    """One figure.

    Attributes:
        test: what was done, and how much of it, or the data set that was asked.
        metric: what was measured of it.
        unit: none for shares and counts that the metric's name explains.
        goal: in words, as “≤ 5”; empty where there is none.
        holds: whether the goal was reached; none where there is no goal.
        system: who did it.
        condition: under which circumstances, where the same test was done under several.
        seed: of a training; none where nothing was trained.
    """

    test: str
    metric: str
    value: float
    unit: str = ""
    goal: str = ""
    holds: bool | None = None
    system: str = "heed"
    condition: str = ""
    seed: int | None = None

    @property
    def key(self) -> tuple[str, str, str, str, int | None]:
        """What tells it from other figures: a newer one with the same key takes its place."""
        return self.system, self.test, self.condition, self.metric, self.seed


def read(file: Path) -> list[Result]:
    """The results of a file; none if it isn't there."""
    return [Result(**record) for record in json.loads(file.read_text(encoding="utf-8"))] if file.is_file() else []


def keep(results: Iterable[Result], file: Path) -> None:
    """Puts results into the file as they come, each in place of the older one with its key, and shows them at the end."""
    kept = {result.key: result for result in read(file)}
    new = []
    for result in results:
        kept[result.key] = result
        new.append(result)
        _write(kept.values(), file)
    show(new)


def show(results: Sequence[Result]) -> None:
    """Prints results as a table."""
    table = Table("system", "test", "condition", "metric", "value", "unit", "goal", "holds")
    for result in results:
        value = f"{result.value:,.5g}" if isinstance(result.value, float) else f"{result.value:,}"
        holds = {True: "yes", False: "no", None: ""}[result.holds]
        table.add_row(result.system, result.test, result.condition, result.metric, value, result.unit, result.goal, holds)
    Console(width=WIDTH).print(table)


def _write(results: Iterable[Result], file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("[\n" + ",\n".join(map(_record, results)) + "\n]\n", encoding="utf-8")


def _record(result: Result) -> str:
    # Who and what first, so that the lines of a file can be read down.
    first = {name: getattr(result, name) for name in ("system", "test", "condition", "metric")}
    return json.dumps({**first, **asdict(result), "value": round(result.value, 5)}, ensure_ascii=False)
