"""`heed review`: a person decides on what `heed suggest` found."""

import asyncio
import getpass
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output.terminal import Terminal, styled
from bot.workspace import Workspace
from data.errors import DataError

out = Terminal()


def review(
    who: Annotated[str, typer.Option("--as", help="In whose name decisions are made.", show_default="your user name")] = "",
    terminal: Annotated[bool, typer.Option("--terminal", help="Decide here, question by question, without a browser.")] = False,
    csv_out: Annotated[
        Path | None, typer.Option(help="Write what is to be decided as a table for a spreadsheet.", show_default=False)
    ] = None,
    csv_in: Annotated[Path | None, typer.Option(help="Take decisions from such a table, filled in.", show_default=False)] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Undo your last decision.")] = False,
    port: Annotated[int, typer.Option(help="Of the page, on this machine only.", min=1, max=65535)] = 8710,
) -> None:
    """Shows suggestions on a page of this machine, to accept, change or refuse each; decisions are kept in data/reviews.jsonl.

    From them, data/nlu/reviewed.yml, domain/reviewed.yml, data/rules_reviewed.yml and the approved answers are written, so that Git shows
    what a decision changed. An undo is a decision, too.
    """
    from bot.retraining.review.session import Session
    from bot.retraining.review.table import read_table, write_table
    from bot.reviews.files import read_suggestions

    workspace = Workspace.current()
    name = who or _user()
    session = Session([] if undo else read_suggestions(workspace), workspace, name)
    if undo:
        undone = session.undo()
        out.print(
            "There is nothing to undo." if undone is None else f"Undone: {undone.action} {undone.intent or ', '.join(undone.texts[:1])}"
        )
        _show_changed(session.write())
    elif csv_out:
        rows = write_table(session.pending(), csv_out)
        out.print(styled((f"{rows:,}", "bold green"), f" rows were written to {csv_out}; fill in the column decision, then `--csv-in`."))
    elif csv_in:
        before = set(session.intents())
        decisions = read_table(csv_in, session)
        out.print(styled((f"{len(decisions):,}", "bold green"), f" decisions were taken from {csv_in}."))
        if new := sorted(set(session.intents()) - before):  # a name that was typed wrong is among them
            out.print(f"New intents: {', '.join(new)}. If one shouldn't be, `heed review --undo` takes back one decision after the other.")
        _show_changed(session.write())
    elif terminal:
        from bot.cli.learning.review_terminal import decide_here

        decide_here(session, out)
        _show_changed(session.write())
    else:
        _serve(workspace, port)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:  # as in a container that runs as a bare number
        raise DataError("this user has no name; say in whose name decisions are made, with --as NAME") from error


def _serve(workspace: Workspace, port: int) -> None:
    from bot.retraining.review.page import new_token, serve
    from bot.retraining.review.requests import Requests
    from bot.retraining.review.shadow import Shadow
    from bot.reviews.files import read_suggestions

    requests = Requests(read_suggestions(workspace), workspace, Shadow(workspace))
    try:
        asyncio.run(serve(requests, new_token(), port, lambda address: out.print(f"Open {address} (Ctrl-C ends the review).")))
    except KeyboardInterrupt:
        out.print("Every decision is kept; `heed train` learns from them.")


def _show_changed(files: list[Path]) -> None:
    out.print(f"Changed: {', '.join(map(str, files))}." if files else "No file had to change.")
    if any(file.is_relative_to(Workspace.current().documents) for file in files):
        out.print("`heed train` makes a candidate that says approved answers; `heed index add` has the served model say them.")
