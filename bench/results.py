"""Results as `bench/results/*.json` keep them: a list of {"test", "figure", "unit", "goal", "holds"}."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Result:
    """One figure.

    Attributes:
        test: what was measured, and how much of it.
        holds: whether the goal was reached; none where there is no goal.
    """

    test: str
    figure: float
    unit: str
    goal: str = ""
    holds: bool | None = None


def keep(results: Sequence[Result], file: Path) -> None:
    """Shows results, and puts them into the file in place of older ones of the same test and unit."""
    table = Table("test", "figure", "unit", "goal", "holds")
    for result in results:
        table.add_row(result.test, f"{result.figure:g}", result.unit, result.goal, {True: "yes", False: "no", None: ""}[result.holds])
    Console(width=150).print(table)
    older = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    new = {(result.test, result.unit) for result in results}
    rows = [row for row in older if (row["test"], row["unit"]) not in new] + [asdict(result) for result in results]
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
