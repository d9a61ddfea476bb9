"""Asks the served model what the company itself has written, word for word, and keeps the figures: `python -m bench.own_words`.

Each title that a button bears must lead to its intent's template, each written example to its own, and each past question to what agents
answered to it. The model has learnt all of these: the figures say whether it does what stands there, not how good it is with other words.
"""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.results import FOLDER, Result, keep
from bench.whole_model import whole_model
from bot.console import counting_bar
from bot.decisions.own_words import button_titles, offers
from bot.decisions.questions import Part, Question
from bot.retraining.evaluation.asking import evaluate
from bot.retraining.evaluation.evaluation import Counts, Evaluation
from bot.retraining.evaluation.own_questions import example_questions, past_questions
from bot.workspace import Workspace
from data.languages import language_of

TEST = "own words, typed word for word"
TITLES, EXAMPLES = "titles of buttons", "own examples"
GOALS = {TITLES: 1.0, EXAMPLES: 0.995}


def titles(domain: Path) -> Iterator[Question]:
    """Each title of a domain once, with its intent's template."""
    named = dict([*button_titles(domain), *offers(domain)])
    return (Question(text, (Part.of("template", intent),), language_of(text), TITLES) for text, intent in named.items())


def main() -> None:
    workspace = Workspace.current()
    questions = [*titles(workspace.domain), *example_questions(workspace), *past_questions()]
    random.Random(0).shuffle(questions)  # else what is left to ask would seem to take longer and longer
    with counting_bar("Asking") as progress:
        evaluation = evaluate(whole_model(), questions, progress)
    for outcome in evaluation.worst:
        print(f"{outcome.question.group}: {outcome.question.text!r}: {outcome.came_in_words} for {outcome.expected_in_words}")
    keep(results(evaluation), FOLDER / "own_words.json")


def results(evaluation: Evaluation) -> Iterator[Result]:
    for row in evaluation.by_group:
        yield _result(row, row.name)
        in_group = [outcome for outcome in evaluation.outcomes if outcome.question.group == row.name]
        for language in _languages(outcome.question.lang for outcome in in_group):
            part = Counts.of(row.name, (outcome for outcome in in_group if _main(outcome.question.lang) == language))
            yield _result(part, f"{row.name}, {language}")


def _result(row: Counts, condition: str) -> Result:
    goal = GOALS.get(condition)
    in_words = "" if goal is None else f"≥ {100 * goal:g} %"
    return Result(
        TEST, "as expected", row.right, f"of {row.questions}", in_words, None if goal is None else row.share >= goal, condition=condition
    )


def _languages(languages: Iterable[str]) -> list[str]:
    return sorted({_main(language) for language in languages})


def _main(language: str) -> str:
    """`zh` of `zh-Hant`."""
    return language.partition("-")[0]


if __name__ == "__main__":
    main()
