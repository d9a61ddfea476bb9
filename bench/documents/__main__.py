"""Asks the served model about the help centre beside this file, and keeps how often the right section answers: `python -m bench.documents`.

The help centre is imported into a copy of the workspace, whose index is brought up to it, as `heed import` and `heed index add` do.
`questions.jsonl` was written before anything was searched, and nothing is tuned on it; what is chosen is chosen on `development.jsonl`.
The pages aren't part of the sample shop: its templates and logs are to be tested without them.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.results import FOLDER, Result, keep
from bot.console import counting_bar
from bot.decisions.questions import Part, Question
from bot.models.archive import served_model
from bot.models.indexes import ModelIndex, read_questions, served_index
from bot.models.publishing import publish
from bot.retraining.evaluation.asking import evaluate
from bot.retraining.evaluation.evaluation import Evaluation
from bot.workspace import Workspace
from data.documents.importing import import_documents
from data.documents.kinds import document_files

HERE = Path(__file__).parent.resolve()
PAGES = HERE / "help-centre"
GOAL = 0.85


def main() -> None:
    root = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        copy(root, Path(folder))
        os.chdir(folder)
        try:
            keep(results(), root / FOLDER / "documents.json")
        finally:
            os.chdir(root)


def copy(root: Path, folder: Path) -> None:
    """A workspace with the same data and model, whose index and documents are its own."""
    for name in ("config.yml", "endpoints.yml", "credentials.yml", "domain"):
        (folder / name).symlink_to(root / name)
    (folder / "data").mkdir()
    for file in (root / "data").iterdir():
        if file.name != Workspace().documents.name:
            (folder / "data" / file.name).symlink_to(file)
    shutil.copytree(root / "models", folder / "models", symlinks=True)


def results() -> Iterator[Result]:
    files = document_files(PAGES)
    imported = import_documents(PAGES, files, Workspace().documents)
    with served_index() as place:
        published = publish(place)
    test = f"{imported.documents} pages of the sample shop"
    yield Result(test, "sections", published.added)
    yield Result(test, "past answers that a page contradicts", published.flagged)
    for name in ("questions", "development"):
        asked = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        questions = [Question(row["text"], (Part.of("passage", dialogues=[row["section"]]),), row["lang"], name) for row in asked]
        unit = f"of {len(questions)}"
        with served_index() as place:
            yield Result(test, "the right section is found first", found_first(questions, place), unit, condition=name)
        with counting_bar("Asking") as progress:
            evaluation = evaluate(served_model(), questions, progress)
        yield from _answered(test, name, evaluation)


def found_first(questions: list[Question], place: ModelIndex) -> int:
    """How many questions the search alone finds the right section for, before all past answers and other sections."""
    index, queries = read_questions([question.text for question in questions], place)
    hits = [index.search(query, k=1) for query in queries]
    return sum(bool(hit) and hit[0].passage.sources[0].dialogue in each.parts[0].dialogues for hit, each in zip(hits, questions))


def _answered(test: str, name: str, evaluation: Evaluation) -> Iterator[Result]:
    counts = evaluation.all
    goal, holds = (f"≥ {100 * GOAL:.0f} %", counts.share >= GOAL) if name == "questions" else ("", None)
    yield Result(test, "answered from the right section", counts.right, f"of {counts.questions}", goal, holds, condition=name)
    for row in evaluation.by_language:
        condition = f"{name}: {row.name}"
        yield Result(test, "answered from the right section", row.right, f"of {row.questions}", condition=condition)
    came = [part.kind for outcome in evaluation.outcomes if not outcome.right for part in outcome.came[:1]]
    for kind in sorted(set(came)):
        yield Result(test, f"came instead: {kind}", came.count(kind), f"of {counts.questions}", condition=name)


if __name__ == "__main__":
    main()
