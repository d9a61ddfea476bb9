"""`heed evaluate`: how good the whole assistant is on questions whose right outcome is known."""

import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.absent_tensorflow import leave_out_for
from bot.cli.output.outcomes import show_comparison, show_evaluation
from bot.cli.output.terminal import Terminal, print_json, styled
from bot.console import counting_bar
from bot.decisions.questions import Question, question_files, read_questions
from bot.models.archive import served_model
from bot.models.registry import Registry, version_of
from bot.retraining.evaluation.asking import evaluate as ask_model
from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.judging import Outcome
from bot.retraining.evaluation.unseen import composed_questions, outcome_of, paired
from bot.workspace import Workspace

out = Terminal()
err = Terminal(stderr=True)


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[QUESTIONS.jsonl]...", help="Questions with their expected outcomes, a line each.", show_default=False),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A model's version or archive; the served one if not given.", show_default=False)
    ] = None,
    against: Annotated[str | None, typer.Option(help="Another model, to be compared question by question.", show_default=False)] = None,
    to: Annotated[Path, typer.Option("--out", help="The folder for report.html and report.json.")] = Path("build/evaluation"),
    at_least: Annotated[
        float | None, typer.Option(min=0, max=1, help="Exit code 1 if a smaller share is right.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the headline figures as JSON.")] = False,
) -> None:
    """Asks the assistant questions, says what it does right, and writes a report, the worst answers first.

    Without files it takes your reviewed questions, written examples and past questions as if the model had never seen them: their outcomes
    were kept when it was trained. A line of a file is
    {"text": "Where is my order?", "expect": "template", "intent": "track_order"}; expect may also be passage (with dialogues),
    clarify, hand_over, or several (with parts).
    """
    logging.captureWarnings(True)  # Rasa's libraries print a page of deprecation notes
    logging.getLogger("py.warnings").propagate = False
    archive, other = _archive(model), _archive(against) if against else None
    leave_out_for(archive, *filter(None, [other]))
    given = [question for file in files or () for question in read_questions(file)]
    from bot.retraining.evaluation.report.page import summary, write_report  # matplotlib takes seconds to import

    try:
        before, evaluation = _evaluated(archive, other, given)
    except KeyboardInterrupt:
        err.print(styled(("Interrupted.", "yellow"), " No report was written."))
        raise SystemExit(130) from None
    comparison = Comparison(before, evaluation) if before else None
    page = write_report(evaluation, to, comparison)
    if as_json:
        print_json(summary(evaluation, comparison) | {"report": str(page)})
    else:
        show_evaluation(evaluation, out)
        if comparison:
            show_comparison(comparison, out)
        out.print(Text(f"The report is in {page}."), soft_wrap=True)
    if at_least is not None and evaluation.all.share < at_least:
        err.print(Text(f"{evaluation.all.share:.1%} is less than {at_least:.1%}.", style="bold red"))
        raise SystemExit(1)


def _archive(name: str | None) -> Path:
    return Registry(Workspace.current().models).find(name) if name else served_model()


def _evaluated(archive: Path, other: Path | None, given: list[Question]) -> tuple[Evaluation | None, Evaluation]:
    """Another model's outcomes, if one is given, and a model's: of the given questions, or of the workspace's own."""
    kept: tuple[list[Outcome], list[Outcome]] = ([], [])
    questions = given
    if not given:
        unseen = paired(archive, other or archive)
        kept = ([outcome_of(pair[0]) for pair in unseen], [outcome_of(pair[1]) for pair in unseen])
        questions = composed_questions(Workspace.current()) if unseen else _own()
    before = Evaluation(version_of(other), (*kept[0], *_asked(other, questions))) if other else None
    return before, Evaluation(version_of(archive), (*kept[1], *_asked(archive, questions)))


def _own() -> list[Question]:
    """What a workspace can be asked whose model keeps no outcomes of unseen questions: it has learnt from all of these."""
    from bot.retraining.evaluation.own_questions import own_questions  # the index and its encoder take seconds to import

    workspace = Workspace.current()
    written = [question for file in question_files(workspace) for question in read_questions(file)]
    return [*written, *own_questions(workspace)]


def _asked(model: Path, questions: list[Question]) -> tuple[Outcome, ...]:
    if not questions:
        return ()
    with counting_bar("Asking") as progress:
        return ask_model(model, questions, progress).outcomes
