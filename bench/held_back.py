"""Asks the served model the held-back questions, as `heed evaluate` does, and keeps the figures: `make eval`.

`tests/held_back.jsonl` is in no training data, and nothing is tuned on it; everything is chosen on `data/questions/`.
"""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bench.results import FOLDER, Result, keep
from bench.whole_model import whole_model
from bot.cli.output.outcomes import show_evaluation
from bot.console import counting_bar
from bot.decisions.questions import read_questions
from bot.retraining.evaluation.asking import evaluate
from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.report.page import write_report

QUESTIONS = Path("tests/held_back.jsonl")
REPORT = Path("build/evaluation")
GOAL = 0.88
TEST = "held-back questions"


def main() -> None:
    with counting_bar("Asking") as progress:
        evaluation = evaluate(whole_model(), read_questions(QUESTIONS), progress)
    show_evaluation(evaluation, Console())
    keep(results(evaluation), FOLDER / "held_back.json")
    Console().print(f"The report is in {write_report(evaluation, REPORT)}.", highlight=False, soft_wrap=True)


def results(evaluation: Evaluation) -> Iterator[Result]:
    counts = evaluation.all
    unit = f"of {counts.questions}"
    yield Result(TEST, "as expected", counts.right, unit, f"≥ {100 * GOAL:.0f} %", counts.share >= GOAL)
    yield Result(TEST, "wrong and confident", counts.wrong_answers, unit)
    for row in evaluation.by_expected:
        yield Result(TEST, "as expected", row.right, f"of {row.questions}", condition=f"expected: {row.name}")


if __name__ == "__main__":
    main()
