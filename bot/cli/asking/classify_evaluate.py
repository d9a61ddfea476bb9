"""`heed classify evaluate`: how good the classifier is on messages that it hasn't seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.output.skipped import show_skipped
from bot.cli.output.terminal import Terminal, print_json
from bot.console import counting_bar
from bot.models.archive import open_classifier, served_model
from bot.workspace import Workspace
from data.errors import DataError
from data.formats.examples.labelled import read_labelled, read_texts

if TYPE_CHECKING:
    from finetune.classifier.predictor import Classifier
    from finetune.evaluation.evaluate import Evaluation

out = Terminal()
err = Terminal(stderr=True)


def evaluate(
    test: Annotated[
        Path, typer.Argument(metavar="TEST_FILE", help="Labelled messages: .csv, .tsv, .jsonl or Rasa's NLU .yml.", show_default=False)
    ],
    classifier: Annotated[Path | None, typer.Option(help="The folder of a trained classifier.", show_default=False)] = None,
    model: Annotated[Path | None, typer.Option(help="A model's archive; the served one if not given.", show_default=False)] = None,
    to: Annotated[Path, typer.Option("--out", help="The folder for report.html and report.json.")] = Path("build/classifier"),
    text_column: Annotated[str, typer.Option(help="The column with the messages.")] = "text",
    label_column: Annotated[str, typer.Option(help="The column with the labels.")] = "label",
    out_of_scope: Annotated[
        Path | None, typer.Option(help="Messages that belong to no label (.txt, .csv, .tsv, .jsonl).", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the headline figures as JSON.")] = False,
) -> None:
    """Evaluates the classifier on a labelled test, and writes a report: what it gets right, what it mixes up, and why.

    Messages labelled oos or out_of_scope belong to no label, unless the classifier was taught that one.
    """
    if classifier and model:
        raise DataError("--classifier and --model were both given; expected one of them")
    examples, bad = read_labelled(test, text_column, label_column)
    if bad:
        show_skipped(bad, err)
    outside = [text for text in read_texts(out_of_scope, text_column) if text.strip()] if out_of_scope else []
    from finetune.evaluation.evaluate import evaluate as measure  # scikit-learn takes a second to import; `--help` shouldn't
    from finetune.evaluation.report.page import write_report

    with _open(classifier, model) as (name, loaded), counting_bar("Reading the test") as progress:
        evaluation = measure(loaded, examples, outside, progress)
        page = write_report(evaluation, to, name, test.name)
    if as_json:
        print_json(_headline(evaluation) | {"report": str(page)})
    else:
        _show(evaluation)
        out.print(f"The report is in {page}.", soft_wrap=True)


@contextmanager
def _open(folder: Path | None, model: Path | None) -> Iterator[tuple[str, "Classifier"]]:
    if folder:
        from finetune.classifier.predictor import Classifier

        yield folder.resolve().name, Classifier.load(folder, Workspace.current().encoders, threads=2)
    else:
        archive = served_model(model)
        with open_classifier(archive) as classifier:
            yield archive.name, classifier


def _headline(evaluation: "Evaluation") -> dict[str, object]:
    scores = evaluation.scores
    return {
        "messages": scores.messages,
        "accuracy": round(scores.accuracy, 4),
        "accuracy_interval": [round(bound, 4) for bound in scores.accuracy_interval],
        "macro_f1": round(scores.macro_f1, 4),
        "calibration_error": round(scores.confidence.error, 4),
        "risk_coverage_area": round(scores.risk_coverage.area, 4),
        "decisions": {
            each.decision: {"share": round(each.share, 4), "precision": None if each.precision is None else round(each.precision, 4)}
            for each in scores.decisions
        },
        "out_of_scope_auroc": round(scores.out_of_scope.auroc, 4) if scores.out_of_scope else None,
    }


def _show(evaluation: "Evaluation") -> None:
    scores, faith = evaluation.scores, evaluation.faithfulness
    low, high = scores.accuracy_interval
    table = Table(show_header=False, box=None)
    table.add_column(style="bold")
    table.add_row("messages", f"{scores.messages:,} of {scores.tested_intents:,} labels")
    table.add_row("accuracy", f"{scores.accuracy:.1%}, with 95 % certainty from {low:.1%} to {high:.1%}")
    table.add_row("macro-F1", f"{scores.macro_f1:.3f}")
    table.add_row(
        "calibration error", f"{scores.confidence.error:.3f} of the confidence, {scores.probability.error:.3f} of the probability"
    )
    table.add_row("risk-coverage area", f"{scores.risk_coverage.area:.4f}")
    for each, name, well in zip(
        scores.decisions, ("answered", "asked back", "handed over"), ("right", "with the right label offered", "would have been wrong")
    ):
        table.add_row(name, f"{each.share:.1%}" + (f", {each.precision:.1%} of these {well}" if each.precision is not None else ""))
    if scores.out_of_scope:
        table.add_row("out of scope", f"{scores.out_of_scope.messages:,} messages, AUROC {scores.out_of_scope.auroc:.3f}")
    table.add_row(
        "faithfulness",
        f"without a fifth of the words, the probability falls by {faith.attention:.2f} (most attention), "
        f"{faith.effect:.2f} (largest effect), {faith.random:.2f} (by lot)",
    )
    out.print(table)
