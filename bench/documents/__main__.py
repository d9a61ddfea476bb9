"""Asks the served model about the help centre beside this file, and keeps how often the right section answers: `python -m bench.documents`.

`questions.jsonl` was written before anything was searched, and nothing is tuned on it; nothing is fitted on `fresh.jsonl` either, which is
mostly German and Chinese. What is chosen is chosen on `development.jsonl`, to which questions go once somebody has looked at how they are
answered, on `validation.jsonl`, and on `further.jsonl`, by more authors and in more languages, which is only fitted on; so are those of
`near_misses.jsonl`, which no page answers (`bench.documents.fitting`). The pages aren't part of the sample shop: its templates and logs are
to be tested without them.

Right is the section that was named, strictly; where two sections are quoted, either of them, which is counted apart. Beside it stands how
often the answer says the fact that was asked for, whatever it comes from: a template may say the same.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.documents.help_centre import PAGES, Asked, help_centre, read_asked
from bench.results import FOLDER, Result, keep
from bench.whole_model import whole_model
from bot.console import counting_bar
from bot.decisions.questions import Question
from bot.models.indexes import ModelIndex, read_questions, served_index
from bot.retraining.evaluation.asking import evaluate
from bot.retraining.evaluation.judging import Outcome

GOAL = 0.85
SETS = ("questions", "fresh", "development", "validation")


def main() -> None:
    root = Path.cwd()
    with help_centre(root) as (imported, published):
        test = f"{imported.documents} pages of the sample shop"
        results = [
            Result(test, "sections", published.added),
            Result(test, "past answers that a page contradicts", published.flagged),
            *(result for name in SETS for result in _of(test, name)),
        ]
    keep(iter(results), root / FOLDER / "documents.json")


def _of(test: str, name: str) -> Iterator[Result]:
    asked = read_asked(name)
    questions = [each.question for each in asked]
    with served_index() as place:
        yield Result(test, "the right section is found first", found_first(questions, place), f"of {len(questions)}", condition=name)
    with counting_bar("Asking") as progress:
        evaluation = evaluate(whole_model(), questions, progress)
    counts = evaluation.all
    unit = f"of {counts.questions}"
    goal, holds = (f"≥ {100 * GOAL:.0f} %", counts.share >= GOAL) if name == "questions" else ("", None)
    yield Result(test, "answered from the right section", counts.right, unit, goal, holds, condition=name)
    for row in evaluation.by_language:
        yield Result(test, "answered from the right section", row.right, f"of {row.questions}", condition=f"{name}: {row.name}")
    two = [outcome.right for outcome in evaluation.outcomes if _quotes_two(outcome)]
    yield Result(test, "answered from two sections", len(two), unit, condition=name)
    yield Result(test, "answered from two sections, one of them the right one", sum(two), f"of {len(two)}", condition=name)
    came = [part.kind for outcome in evaluation.outcomes if not outcome.right for part in outcome.came[:1]]
    for kind in sorted(set(came)):
        yield Result(test, f"came instead: {kind}", came.count(kind), unit, condition=name)
    yield from _facts(test, name, asked, evaluation.outcomes)


def _quotes_two(outcome: Outcome) -> bool:
    return any(sum(name.startswith(f"{PAGES.name}/") for name in part.dialogues) > 1 for part in outcome.came)


def _facts(test: str, name: str, asked: Sequence[Asked], outcomes: Sequence[Outcome]) -> Iterator[Result]:
    """How many answers say what was asked for, among those whose fact somebody has written down."""
    known = [(each, outcome) for each, outcome in zip(asked, outcomes) if each.fact]
    if not known:
        return
    said = [any(fact.casefold() in outcome.text.casefold() for fact in each.fact) for each, outcome in known]
    answered = [any(part.answers for part in outcome.came) for _, outcome in known]
    template = [bool(outcome.came) and outcome.came[0].kind == "template" for _, outcome in known]
    yield Result(test, "the answer says the fact that was asked for", sum(said), f"of {len(known)}", condition=name)
    wrong = sum(told and not right and not outcome.right for told, right, (_, outcome) in zip(answered, said, known))
    yield Result(test, "an answer that says something else", wrong, f"of {len(known)}", condition=name)
    both = sum(one and other for one, other in zip(said, template))
    yield Result(test, "a template that came instead says it, too", both, f"of {sum(template)}", condition=name)


def found_first(questions: Sequence[Question], place: ModelIndex) -> int:
    """How many questions the search alone finds the right section for, before all past answers and other sections."""
    index, queries = read_questions([question.text for question in questions], place)
    hits = [index.search(query, k=1) for query in queries]
    return sum(bool(hit) and hit[0].passage.sources[0].dialogue in each.parts[0].dialogues for hit, each in zip(hits, questions))


if __name__ == "__main__":
    main()
