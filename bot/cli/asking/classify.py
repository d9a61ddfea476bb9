"""`heed classify`: the classifier alone, on any labelled file; no Rasa project is needed."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from bot.cli.asking.classify_evaluate import evaluate
from bot.cli.output.colours import highlighted
from bot.cli.output.skipped import show_skipped
from bot.cli.output.terminal import Terminal, print_json, styled
from bot.cli.output.tried import show_best, show_tried
from bot.console import EVENTS, training_bar
from bot.workspace import Workspace
from data.errors import DataError
from data.formats.examples.labelled import read_labelled, read_texts
from data.records import Example

out = Terminal()
err = Terminal(stderr=True)
RANKED = 10

classify = typer.Typer(help="Trains and uses the attention classifier on any labelled file.", no_args_is_help=True)

TextColumn = Annotated[str, typer.Option("--text-column", help="The column with the messages.")]
LabelColumn = Annotated[str, typer.Option("--label-column", help="The column with the labels.")]


@classify.command()
def fit(
    train: Annotated[Path, typer.Argument(help="Labelled messages: .csv, .tsv, .jsonl or Rasa's NLU .yml.", show_default=False)],
    to: Annotated[Path, typer.Option("--out", help="The folder for the trained classifier.", show_default=False)],
    text_column: TextColumn = "text",
    label_column: LabelColumn = "label",
    mode: Annotated[str, typer.Option(help="quick (on frozen encoders), or what of a network is trained: top, head or full.")] = "quick",
    seed: Annotated[int, typer.Option(help="Makes a run repeatable on one machine.")] = 7,
    encoder: Annotated[
        str, typer.Option(help="The English encoder, a sentence-transformers model by name or folder.")
    ] = "all-MiniLM-L6-v2",
    epochs: Annotated[int | None, typer.Option(help="Passes over the examples, at most.", show_default=False)] = None,
    trials: Annotated[int, typer.Option(help="First try so many settings on held-out messages, and take the best ones.", min=0)] = 0,
    tensorboard: Annotated[
        Path | None, typer.Option(help="A folder for loss and held-out accuracy, which `tensorboard --logdir` shows.", show_default=False)
    ] = None,
    unlabelled: Annotated[
        Path | None,
        typer.Option(help="More messages without labels (.txt, .csv, .tsv, .jsonl): they make it steadier.", show_default=False),
    ] = None,
) -> None:
    """Trains a classifier on labelled messages.

    Ctrl-C ends it; the same command goes on after the last whole epoch.
    """
    from finetune.settings import TrainingSettings
    from finetune.training.fit import fit as train_classifier  # scikit-learn takes a second to import; `--help` shouldn't

    examples, bad = read_labelled(train, text_column, label_column)
    if bad:
        show_skipped(bad, err)
    more = [text for text in read_texts(unlabelled, text_column) if text.strip()] if unlabelled else []
    settings = TrainingSettings.from_config({"mode": mode, "seed": seed, "encoder": encoder} | ({"epochs": epochs} if epochs else {}))
    checkpoints, encoders = to / "checkpoints", Workspace.current().encoders
    if tensorboard:
        os.environ[EVENTS] = str(tensorboard.resolve())
    try:
        with training_bar() as report:
            if trials:
                settings = _tried(examples, encoders, settings, trials, report)
            train_classifier(examples, to, encoders, settings, report, more, checkpoints)
    except KeyboardInterrupt:
        err.print(styled(("Interrupted.", "yellow"), " The same command goes on after the last whole epoch."))
        raise SystemExit(130) from None
    from finetune.classifier.layout import Card, Layout

    card = Card.load(Layout(to).card)
    right = f"right on {card.accuracy:.1%} of those held out. The classifier is in {to}."
    out.print(styled((f"{len(card.intents)} labels", "bold green"), f" learnt from {len(examples):,} messages; {right}"))


def _tried(examples: Sequence[Example], encoders: Path, settings: Any, trials: int, progress: Any) -> Any:
    """The settings that read held-out messages best."""
    from finetune.training.trials import try_settings

    best = try_settings(examples, encoders, settings, trials, show_tried, progress)[0]
    show_best(best)
    return replace(settings, **best.changes)


@classify.command()
def predict(
    classifier: Annotated[Path, typer.Argument(help="The folder of a trained classifier.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="Messages: .csv, .tsv, .jsonl or .txt.", show_default=False)],
    text_column: TextColumn = "text",
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object a message.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Show which words the reading hung on.")] = False,
) -> None:
    """Reads messages: their labels with calibrated probabilities, and what to do with each: answer, clarify, or hand over."""
    from finetune.classifier.predictor import Classifier

    texts = read_texts(file, text_column)
    if not texts:
        raise DataError(f"{file} holds no messages")
    loaded = Classifier.load(classifier, Workspace.current().encoders, threads=2)
    for text in texts:
        record = _record(loaded, text, why)
        if as_json:
            print_json(record)
        else:
            _show(record)


classify.command()(evaluate)


def _record(classifier: Any, text: str, why: bool) -> dict[str, Any]:
    from finetune.classifier.explain import explain

    prediction = classifier.predict(text)
    record: dict[str, Any] = {
        "text": text,
        "label": prediction.intent,
        "confidence": round(prediction.confidence, 4),
        "out_of_scope": round(1 - prediction.in_scope, 4),
        "decision": prediction.decision,
        "ranking": [{"label": label, "probability": round(probability, 4)} for label, probability in prediction.ranking[:RANKED]],
    }
    if why:
        words = explain(classifier, text, prediction)
        record["why"] = [{"word": word.text, "attention": word.attention, "effect": word.effect} for word in words]
    return record


def _show(record: dict[str, Any]) -> None:
    line = Text()
    line.append(f"{record['decision']:9} ", style={"answer": "green", "clarify": "yellow"}.get(record["decision"], "red"))
    line.append(f"{record['label']} {record['confidence']:.2f}  ", style="bold")
    line.append_text(highlighted(_words(record)) if "why" in record else Text(record["text"]))
    out.print(line, soft_wrap=True)


def _words(record: dict[str, Any]) -> Sequence[tuple[str, float]]:
    return [(entry["word"], entry["effect"]) for entry in record["why"]]
