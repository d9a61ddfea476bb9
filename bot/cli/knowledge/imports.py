"""`heed import`: brings a company's logs in, redacted, and its documents."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.knowledge.documents import bring_in
from bot.cli.knowledge.import_summary import show_found, show_preview
from bot.cli.output.skipped import show_skipped
from bot.cli.output.terminal import Terminal, styled
from bot.console import bar
from bot.domain import published_contacts
from bot.parallel import map_over
from bot.workspace import Workspace
from data.documents.kinds import document_files, pages_of_people
from data.documents.packed import laid_out, packed_files
from data.errors import DataError
from data.formats.files.sources import may_hold_logs
from data.formats.log_format import LogFormat
from data.formats.pages.telegram_page import recognises_file
from data.formats.reading.identity import load_key
from data.formats.reading.preview import Preview, preview
from data.formats.recognition.registry import NAMES
from data.formats.storing.adding import Imported
from data.formats.storing.importing import import_dialogues

out = Terminal()
# Of the company's own addresses and numbers, how many are named.
MOST_OWN = 20


def import_logs(
    log: Annotated[Path, typer.Argument(help="A log, an archive (.zip, .gz), a document, or a folder of all sorts.", show_default=False)],
    to: Annotated[Path, typer.Option("--out", help="Where the redacted dialogues go; the assistant learns from data/logs.")] = Path(
        "data/logs"
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what was recognised and the first dialogues; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask, even where something was guessed.")] = False,
    format: Annotated[str, typer.Option(help=f"The format, if it isn't found: {', '.join(sorted(NAMES))}.")] = "",
    column: Annotated[
        list[str] | None,
        typer.Option(help="A table's column, e.g. text=body. Names: dialogue, role, speaker, text, date, question, answer …"),
    ] = None,
    role: Annotated[list[str] | None, typer.Option(help="Who a word of the log is, e.g. Kunde=customer or Team=agent.")] = None,
    agent: Annotated[list[str] | None, typer.Option(help='Who answers for the company, by name, e.g. "Tomas".')] = None,
    dates: Annotated[str, typer.Option(help="day-first or month-first, if 03/04 can't be told.")] = "",
    encoding: Annotated[str, typer.Option(help="The encoding, if it isn't found, e.g. cp1252.")] = "",
    ray: Annotated[bool, typer.Option("--ray", help="Redact on a Ray cluster in place of this machine's cores.")] = False,
) -> None:
    """Reads support logs, takes personal data out, and writes dialogues that Heed can learn from.

    Exports of Chatwoot, Zendesk, Intercom, Freshdesk, Slack, WhatsApp and more, mail, JSON, Excel and CSV are recognised by themselves.
    Phones, e-mails, card numbers, ID numbers and order numbers are replaced before anything is written. docs/logs.md says more.

    Documents (help pages, manuals, an FAQ with the columns question and answer, a zip of pages, articles in JSON) become sections that
    are quoted with their page; they are kept beside the logs, in data/help, as they stand. A folder that is imported again replaces what
    it brought before.
    """
    pages = document_files(log) if log.exists() and not format else []
    documents = [page for page in pages if not recognises_file(page)]
    if pages and (passed_over := [page for page in pages_of_people(log) if not recognises_file(page)]):
        out.print(
            f"{len(passed_over):,} pages look like messages of people and aren't kept as help, e.g. {passed_over[0]}. If they are help, "
            "import their folder by itself."
        )
    packed = packed_files(log) if log.exists() and not format else []
    for file in packed:
        with laid_out(file) as folder:
            _pass_on(folder, document_files(folder), to, dry_run)
    if documents:
        _pass_on(log, documents, to, dry_run)
    documents += packed
    if documents and len(documents) == len(pages) + len(packed) and not may_hold_logs(log, documents):
        return
    workspace = Workspace.current()
    chosen = LogFormat(
        _map(column or [], "--column"), _map(role or [], "--role"), tuple(agent or ()), format, encoding, dates,
        published_contacts(workspace.domain, workspace.documents),
    )  # fmt: skip
    for refused in chosen.not_followed:
        out.print(
            styled(("Not followed", "yellow"), f": --role {refused}. What a program, the desk or a note says is never learnt as an answer.")
        )
    key = load_key(workspace.dialogue_key)
    asks = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    if dry_run or asks:
        found = preview(log, chosen, key, documents)
        if dry_run or found.unsure:
            _show(log, found, bool(documents))
        if dry_run:
            return
        if found.unsure:
            typer.confirm("Go on?", abort=True)
    with bar() as progress:
        task = progress.add_task("Importing dialogues", total=None)
        imported = import_dialogues(
            log, to, chosen, map_over(ray), lambda dialogues: progress.update(task, completed=dialogues), key, documents
        )
        progress.update(task, total=imported.dialogues + imported.unchanged)
    _report(log, to, imported, bool(documents))


def _pass_on(path: Path, documents: list[Path], to: Path, dry_run: bool) -> None:
    """The one place where documents, which hold no messages, leave the way of logs."""
    if dry_run:
        out.print(f"{len(documents):,} documents would be kept beside the logs.")
    else:
        bring_in(path, documents, to.parent / Workspace.current().documents.name, out)


def _show(log: Path, found: Preview, documents: bool) -> None:
    show_found(found.logs, found.passed_over, out)
    show_preview(found, out)
    if not found.dialogues and not documents:
        raise DataError(f"no dialogue in {log} could be used")


def _report(log: Path, to: Path, imported: Imported, documents: bool) -> None:
    """Says what came of the logs. That there were none is no error where documents came in."""
    show_found(imported.logs, imported.passed_over, out)
    out.print(styled((f"{imported.dialogues:,}", "bold green"), f" dialogues with {imported.turns:,} messages were written to {to}."))
    if imported.unchanged:
        out.print(f"{imported.unchanged:,} were there already.")
    if imported.left_out:
        out.print("Left out: " + ", ".join(f"{count:,} × {kind}" for kind, count in imported.left_out.most_common()) + ".")
    if imported.removed:
        out.print("Taken out: " + ", ".join(f"{count:,} × {kind}" for kind, count in imported.removed.most_common()) + ".")
    if imported.own:
        kept = ", ".join(f"{contact} ({count:,} ×)" for contact, count in imported.own.most_common(MOST_OWN))
        out.print(f"Kept as the company's own, {len(imported.own):,} in all: {kept}.", soft_wrap=True)
    show_skipped(imported.bad, out, imported.skipped, imported.mended)
    if imported.dialogues and not imported.agents:
        out.print(
            styled(("No message is an agent's", "yellow"), ", so there is nothing to answer from: name who answers with --agent NAME."),
        )
    if not imported.dialogues and not imported.unchanged and not documents:
        reasons = "; ".join(map(str, imported.passed_over[:3]))
        raise DataError(f"no dialogue in {log} could be used" + (f": {reasons}" if reasons else ""))


def _map(given: list[str], option: str) -> dict[str, str]:
    pairs = [entry.rpartition("=") if option == "--role" else entry.partition("=") for entry in given]
    if wrong := [entry for entry, (left, _, right) in zip(given, pairs) if not left or not right]:
        raise DataError(f"{option} is given as NAME=NAME. It was: {wrong[0]}")
    return {left.strip(): right.strip() for left, _, right in pairs}
