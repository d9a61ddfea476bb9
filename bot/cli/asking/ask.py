"""`heed ask`: one question through the whole pipeline, with the evidence shown."""

import asyncio
import logging
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.answers.quoting import quoted_from
from bot.cli.absent_tensorflow import leave_out_for
from bot.cli.asking.running_server import ask_running
from bot.cli.imported_later import imported_later
from bot.cli.interrupts import interruptible_imports
from bot.cli.output.colours import highlighted
from bot.cli.output.terminal import Terminal, print_json, sign_of_life, styled
from bot.models.archive import open_classifier, served_model
from bot.models.registry import version_of
from data.errors import DataError

out = Terminal()


def ask(
    question: Annotated[str, typer.Argument(help="What a customer would write.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Show which words the intent hung on, and where the attention fell.")] = False,
    model: Annotated[
        Path | None, typer.Option(help="A model's archive; the running server's, or else the served one, if not given.", show_default=False)
    ] = None,
) -> None:
    """Asks the assistant one question, and shows what it answers and why. Nothing is stored.

    A `heed run` that runs in this folder answers at once; without one, the model is loaded first.
    """
    if not question.strip():
        raise DataError("the question is empty")
    with sign_of_life("Asking the running server"):
        running = None if model else ask_running(question)
    answer, archive = running or _loaded(served_model(model), question)
    answer["model"] = version_of(archive)
    if why:
        answer["why"] = _why(archive, question)
    if as_json:
        print_json(answer)
    else:
        _show(answer)


def _loaded(archive: Path, question: str) -> tuple[dict[str, Any], Path]:
    """The answer of a model that is loaded for it, and that model's archive."""
    logging.captureWarnings(True)  # Rasa's libraries print a page of deprecation notes
    logging.getLogger("py.warnings").propagate = False
    leave_out_for(archive)
    with sign_of_life("Loading Rasa"), interruptible_imports(), imported_later():
        from bot.server.model.assistant import Assistant  # Rasa takes seconds to import; `--help` shouldn't
    with sign_of_life(f"Loading the model {version_of(archive)}"):
        assistant = Assistant.load(archive)
    with sign_of_life("Answering"):
        return asyncio.run(assistant.ask(question)), archive


def _why(archive: Path, question: str) -> list[dict[str, Any]]:
    with sign_of_life("Looking for the words that it hung on"):
        with interruptible_imports():
            from finetune.classifier.explain import explain  # onnxruntime takes half a second to import
        with open_classifier(archive) as classifier:
            words = explain(classifier, question)
    return [{"word": word.text, "attention": word.attention, "effect": word.effect} for word in words]


def _show(answer: dict[str, Any]) -> None:
    out.print(answer["text"])
    for button in answer["buttons"]:
        out.print(styled("  ", (f"[{button['title']}]", "bold cyan"), f" {button['payload']}"))
    out.print()
    evidence = Table(show_header=False, box=None)
    chances = ", ".join(f"{kind} {chance:.2f}" for kind, chance in answer["chances"].items())
    evidence.add_row("decision", styled((answer["decision"], "bold"), f", confidence {answer['confidence']:.2f} ({chances})"))
    evidence.add_row("model", answer["model"])
    readings = ", ".join(f"{entry['name']} {entry['confidence']:.2f}" for entry in answer["ranking"][:3])
    evidence.add_row("intent", f"{readings}; calibrated {answer['intent_confidence']:.2f}")
    for passage in answer["passages"]:
        named = ", ".join(f"{source['dialogue']} {source['date'] or ''}".strip() for source in quoted_from(passage))
        evidence.add_row("passage", f"{passage['probability']:.2f} {named}: {passage['text']}")
    heaviest = sorted(answer["attention"], key=lambda entry: -entry["weight"])[:8]
    evidence.add_row("looked at", " ".join(f"{entry['token']} {entry['weight']:.2f}" for entry in heaviest))
    if "why" in answer:
        evidence.add_row("hung on", highlighted([(entry["word"], entry["effect"]) for entry in answer["why"]]))
        evidence.add_row("attention", highlighted([(entry["word"], entry["attention"]) for entry in answer["why"]]))
    out.print(evidence)
