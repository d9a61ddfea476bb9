"""`heed import`: brings a company's logs in, redacted, and its documents."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.documents import bring_in
from bot.cli.skipped import show_skipped
from bot.cli.terminal import Terminal, styled
from bot.console import bar
from bot.parallel import map_over
from bot.workspace import Workspace
from data.documents.kinds import document_files
from data.errors import DataError
from data.formats.files import log_files
from data.formats.importing import import_dialogues
from data.formats.log_format import LogFormat

out = Terminal()


def import_logs(
    log: Annotated[
        Path,
        typer.Argument(
            help="A log (.jsonl, .csv, .tsv, also .gz), a document (.md, .html, .pdf, .docx, a table of questions), or a folder of them.",
            show_default=False,
        ),
    ],
    to: Annotated[Path, typer.Option("--out", help="Where the redacted dialogues go; the assistant learns from data/logs.")] = Path(
        "data/logs"
    ),
    column: Annotated[list[str] | None, typer.Option(help="A table's column, e.g. text=body. Names: dialogue, role, text, date.")] = None,
    role: Annotated[list[str] | None, typer.Option(help="Who a role is, e.g. Kunde=customer or bot=agent.")] = None,
    ray: Annotated[bool, typer.Option("--ray", help="Redact on a Ray cluster in place of this machine's cores.")] = False,
) -> None:
    """Reads support logs, takes personal data out, and writes dialogues that Heed can learn from.

    JSONL has a dialogue a line: {"id": "…", "date": "2025-03-14", "turns": [{"role": "customer", "text": "…"}, …]}.
    A table has a message a row, with the columns dialogue, role, text and, if you like, date.
    Phones, e-mails, card numbers, ID numbers and order numbers are replaced before anything is written.

    Documents (help pages, manuals, an FAQ with the columns question and answer) become sections that are quoted with their page; they are
    kept beside the logs, in data/help, as they stand. A folder that is imported again replaces what it brought before.
    """
    documents = document_files(log) if log.exists() else []
    if documents:
        bring_in(log, documents, to.parent / Workspace.current().documents.name, out)
        if set(log_files(log, or_none=True)) <= set(documents):
            return
    format = LogFormat(_map(column or [], "--column"), _map(role or [], "--role"))
    with bar() as progress:
        task = progress.add_task("Importing dialogues", total=None)
        imported = import_dialogues(log, to, format, map_over(ray), lambda dialogues: progress.update(task, completed=dialogues), documents)
        progress.update(task, total=imported.dialogues)
    out.print(styled((f"{imported.dialogues:,}", "bold green"), f" dialogues with {imported.turns:,} messages were written to {to}."))
    if imported.removed:
        out.print("Taken out: " + ", ".join(f"{count:,} × {kind}" for kind, count in imported.removed.most_common()) + ".")
    show_skipped(imported.bad, out)
    if not imported.dialogues:
        raise DataError(f"no dialogue in {log} could be used")


def _map(given: list[str], option: str) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in given]
    if wrong := [entry for entry, (left, _, right) in zip(given, pairs) if not left or not right]:
        raise DataError(f"{option} is given as NAME=NAME. It was: {wrong[0]}")
    return {left.strip(): right.strip() for left, _, right in pairs}
