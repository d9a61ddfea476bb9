"""The held-back questions, as a table: `make eval`.

`make eval ARGS=data/questions/validation.jsonl` asks those that everything is chosen on. Figures of the held-back questions go
into `bench/results/held_back.json`.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.results import FOLDER, Result, keep
from bot.models.archive import served_model
from bot.retraining.evaluation import QUESTIONS, Outcome, evaluate

GOAL = 0.85
KINDS = ("template", "passage", "clarify", "hand_over")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("questions", type=Path, nargs="?", default=QUESTIONS, help=f"a question a line; {QUESTIONS} if not given")
    questions: Path = parser.parse_args().questions
    outcomes = evaluate(served_model(), questions)
    show(outcomes, f"{len(outcomes)} questions of {questions}")
    if questions == QUESTIONS:
        keep(results(outcomes), FOLDER / "held_back.json")


def show(outcomes: Sequence[Outcome], title: str) -> None:
    """Each question with what was expected and what came, and how many of each kind were right."""
    table = Table("", "question", "expected", "came", "confidence", title=title)
    for outcome in sorted(outcomes, key=lambda outcome: outcome.expected):
        mark = "[green]✓[/]" if outcome.right else "[red]✗[/]"
        table.add_row(mark, outcome.text, outcome.expected, outcome.came, f"{outcome.confidence:.2f}")
    console = Console()
    console.print(table)
    for kind in KINDS:
        right, count = counted(outcomes, kind)
        console.print(f"{kind:10} {right:3} of {count}")
    right, count = counted(outcomes)
    console.print(f"[bold]{right} of {count} as expected: {right / count:.1%}[/] (goal {GOAL:.0%})")


def results(outcomes: Sequence[Outcome]) -> Iterator[Result]:
    right, count = counted(outcomes)
    yield Result("held-back questions", "as expected", right, f"of {count}", f"≥ {100 * GOAL:.0f} %", right / count >= GOAL)
    for kind in KINDS:
        right, count = counted(outcomes, kind)
        yield Result("held-back questions", "as expected", right, f"of {count}", condition=f"expected: {kind}")


def counted(outcomes: Sequence[Outcome], kind: str = "") -> tuple[int, int]:
    """How many came out as expected, and how many there are; of one expected kind, or of all."""
    right = [outcome.right for outcome in outcomes if outcome.expected.startswith(kind)]
    return sum(right), len(right)


if __name__ == "__main__":
    main()
