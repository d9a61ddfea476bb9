"""`heed suggest`: what customers asked that the assistant doesn't know."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.learning.suggested import show_suggestions
from bot.cli.output.terminal import Terminal, print_json, styled
from bot.console import counting_bar
from bot.parallel import over_cores
from bot.workspace import Workspace

out = Terminal()


def suggest(
    logs: Annotated[Path | None, typer.Argument(help="A log or a folder of logs; data/logs if not given.", show_default=False)] = None,
    most: Annotated[int, typer.Option(help="How many suggestions of a kind are shown; all are kept.", min=1)] = 10,
    unsure: Annotated[int, typer.Option(help="Single questions to ask a person about, at most.", min=0)] = 100,
    accept_confident: Annotated[
        bool, typer.Option("--accept-confident", help="Take over the labels that are read with confidence; `heed review` can undo it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print how many there are of each kind as JSON.")] = False,
) -> None:
    """Suggests labels, new intents and answers from questions without a label; `heed review` decides on them.

    Questions that a classifier of your examples reads with confidence get their label; those between intents go to a person; those that
    no intent fits are grouped into new intents. Answers that agents gave again and again, and examples whose label looks wrong, come
    besides. Everything is kept in .heed/suggestions.jsonl.
    """
    from bot.retraining.review.session import Session
    from bot.retraining.suggestions.making import make_suggestions, suspicious_labels
    from bot.reviews.files import write_suggestions
    from bot.reviews.log import MODEL
    from finetune.settings import TrainingSettings
    from finetune.training.remembering_reader import RememberingReader  # onnxruntime takes a moment to import

    workspace = Workspace.current()
    reader = RememberingReader.load(workspace.encoders, TrainingSettings().encoder)
    with counting_bar("Reading the questions") as report:
        made = make_suggestions(workspace, reader, workspace.encoders, logs, unsure, over_cores, report)
    made.suspicious = suspicious_labels(workspace, reader, workspace.encoders)
    if accept_confident and made.labels:
        session = Session([], workspace, MODEL)
        for labels in made.labels:
            session.accept(labels)
        session.write()
        out.print(styled((f"{sum(len(each.questions) for each in made.labels):,}", "bold green"), " questions got their label."))
        made.labels = []
    file = write_suggestions(made.all(), workspace)
    if as_json:
        print_json({kind: found if isinstance(found, int) else len(found) for kind, found in vars(made).items()})
        return
    show_suggestions(made, most, out)
    if made.older:
        out.print(f"Of a log this large, the newest questions were looked at; {made.older:,} are left for the next time.")
    out.print(styled((f"{len(made.all()):,}", "bold green"), f" suggestions are kept in {file}; `heed review` decides on them."))
