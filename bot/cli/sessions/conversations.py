"""`heed conversations list|show|export|erase`: what is kept of customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from bot.cli.output.terminal import Terminal, print_json, styled
from bot.cli.sessions.conversation_ids import resolved, short_ids
from bot.cli.sessions.erased import show_erased
from bot.cli.sessions.since import since_when
from bot.cli.sessions.with_redis import NothingKept, NotRunning, with_redis
from bot.console import counting_bar
from bot.workspace import Workspace
from data.errors import DataError
from data.hidden import without_hidden
from data.private_file import private_file

if TYPE_CHECKING:
    from bot.state.summaries import Summary

# Columns of a terminal that has room for all that is told of a conversation, and what a column's borders take.
WIDE, BORDERS = 110, 3
# How much is shown of what was said last.
FEWEST_SIGNS, MOST_SIGNS = 10, 60

conversations = typer.Typer(help="Look after the conversations that are kept in Redis.", no_args_is_help=True)
out = Terminal()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@conversations.command("list")
def list_(
    handed_over: Annotated[bool, typer.Option("--handed-over", help="Only those that went to a person, or wait for one.")] = False,
    rated: Annotated[str, typer.Option(help="Only those with an answer that was rated so: up or down.", show_default=False)] = "",
    since: Annotated[str, typer.Option(help="Only what is newer: 30m, 12h, 7d, or a day like 2026-11-27.", show_default=False)] = "",
    as_json: AsJson = False,
) -> None:
    """Lists the conversations, the newest first. The id may be typed as it is shown."""
    from bot.state.summaries import summaries

    if rated not in ("", "up", "down"):
        raise DataError(f"--rated must be up or down. It was: {rated!r}")
    earliest = since_when(since) if since else ""

    async def read(client: Any) -> list[Summary]:
        return sorted([each async for each in summaries(client)], key=lambda each: each.newest, reverse=True)

    try:
        found = with_redis(read)
    except NothingKept:
        found = []
    short = short_ids(each.conversation for each in found)
    rows = [
        each
        for each in found
        if (not handed_over or each.handed_over) and (not rated or each.rating == rated) and (not earliest or each.newest >= earliest)
    ]
    if as_json:
        print_json([{"id": short[each.conversation], **asdict(each)} for each in rows])
        return
    out.print(_table(rows, short))
    out.print(f"{len(rows):,} conversations.")


def _table(rows: Sequence[Summary], short: Mapping[str, str]) -> Table:
    """A line each. A narrow terminal is told less of each, rather than that all columns are cut to pieces."""
    wide = out.width >= WIDE
    names = ["id", "newest (UTC)", *(["messages", "forgotten in"] if wide else []), "with", "decision", "rating"]
    lines = []
    for each in rows:
        counts = [str(each.messages), f"{each.forgotten_in_s / 3600:.1f} h"] if wide else []
        rating = " ".join(filter(None, (each.rating, f"{each.stars}/5" if each.stars else "")))
        lines.append([short[each.conversation], _when(each.newest), *counts, each.owner, each.decision, rating])
    taken = sum(max(map(cell_len, column)) + BORDERS for column in zip(names, *lines))
    room = max(FEWEST_SIGNS, min(MOST_SIGNS, out.width - taken - BORDERS - 1))
    table = Table(Column(names[0], overflow="fold"), *names[1:], "last question")
    for line, each in zip(lines, rows):
        preview = Text(without_hidden(each.preview))
        preview.truncate(room, overflow="ellipsis")
        table.add_row(*line, preview)
    return table


def _when(at: str) -> str:
    """A time in ISO 8601 to the minute, without the year where it is this one; empty if it is."""
    this_year = f"{datetime.now(timezone.utc).year}-"
    return at[:16].removeprefix(this_year).replace("T", " ")


@conversations.command()
def show(conversation: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")], as_json: AsJson = False) -> None:
    """Shows what was said in a conversation, by whom, and what agents noted."""
    from bot.state import conversations as kept
    from bot.state.desk import Desk, Note

    async def read(client: Any) -> tuple[list[kept.Said], list[Note], str]:
        desk, found = Desk(client), await resolved(client, conversation)
        return await kept.messages(client, found), await desk.notes(found), (await desk.owner(found)).owner

    said, notes, owner = with_redis(read)
    if as_json:
        print_json([{**asdict(message), "at": message.at.isoformat()} for message in said])
        return
    for message in said:
        who = f"{message.role} {message.agent}".strip()
        out.print(styled((f"{message.at:%Y-%m-%d %H:%M:%S}", "dim"), " ", (who, "bold")))
        out.print(message.text)
    for note in notes:
        out.print(styled((f"note by {note.agent}: ", "yellow"), note.text))
    out.print(styled((f"with: {owner}", "dim")))


@conversations.command()
def export(
    to: Annotated[Path, typer.Argument(help="The file to write, .jsonl.")],
    only: Annotated[list[str] | None, typer.Option("--conversation", help="Only this one; may be given several times.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it is there.")] = False,
) -> None:
    """Writes conversations as dialogues, which `heed import` reads and redacts. Only you can read the file.

    What the assistant said has the role `bot`, what a person said `agent`: only the latter is learnt from.
    """
    from bot.server.erasure.erasure import dialogue_key, live_conversations
    from bot.server.erasure.exports import note_export, write_dialogues
    from bot.state import conversations as kept
    from data.formats.reading.identity import hashed_id, load_key

    if to.suffix != ".jsonl":
        raise DataError(f"dialogues are written as JSONL; give a name that ends with .jsonl. It was: {to}")

    if to.exists() and not overwrite:
        raise DataError(f"{to} is there already; give another name, or --overwrite to replace it. Nothing was written")

    async def write(client: Any) -> list[str]:
        ids = None
        if only:
            found = await live_conversations(client, only, dialogue_key())
            there = [(conversation, name) for conversation, name in found if await kept.exists(client, conversation)]
            ids = [conversation for conversation, _ in there]
            if unknown := [name for name in only if name.strip() not in {name for _, name in there}]:
                raise DataError(f"there is no conversation {', '.join(map(repr, unknown))}; nothing was written")
        with counting_bar("Exporting") as report, private_file(to) as lines:
            return await write_dialogues(client, lines, ids, report)

    try:
        written = with_redis(write)
    except NothingKept:
        raise
    except NotRunning:
        written = with_redis(write, start=True)
    key = load_key(Workspace.current().dialogue_key)
    note_export(to, [hashed_id(conversation, key) for conversation in written])
    out.print(styled((f"{len(written):,}", "bold green"), f" dialogues were written to {to}; `heed import {to}` redacts them."))


@conversations.command()
def erase(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[CONVERSATION]…", help="Whose traces to remove.", show_default=False)] = None,
    customers: Annotated[
        list[str] | None,
        typer.Option("--customer", help="A customer whom your site signed in, by the id in its identity token.", show_default=False),
    ] = None,
    logs: Annotated[Path, typer.Option(help="The collected logs: a log or a folder of logs.")] = Path("data/logs"),
    column: Annotated[str, typer.Option(help="Of logs that are tables: where the rows name their dialogue.")] = "dialogue",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Removes every trace of conversations: from Redis and its files, uploads, logs, indexes and reviews. It can't be undone.

    What other files hold of them is listed, with dates: exports, backups, models, reports.
    """
    from bot.server.customers import conversation_of_customer
    from bot.server.erasure.erasure import erase as remove
    from bot.server.http.secrets import existing_server_key

    of_customers: dict[str, str] = {}
    if customers:
        key = existing_server_key()
        of_customers = {conversation_of_customer(key, customer): f"customer {customer}" for customer in customers}
    given = [*(ids or ()), *of_customers]
    if not given:
        raise DataError("nobody was named to erase; give ids of conversations, or --customer ID")
    if not yes:
        names = ", ".join([*(ids or ()), *of_customers.values()])
        typer.confirm(f"Remove {without_hidden(names)} from Redis, uploads, indexes and {logs}?", abort=True)
    erased = with_redis(lambda client: remove(client, given, logs, column=column), start=True)
    show_erased(erased, len(given), logs, out)
    if erased.unknown:
        names = ", ".join(of_customers.get(name, f"conversation {name}") for name in erased.unknown)
        hint = "; is HEED_SECRET the one of the servers?" if of_customers.keys() & {*erased.unknown} else ""
        raise DataError(f"nothing is kept of {names}; nobody else was erased for it{hint}")
    if erased.problems:
        raise DataError("not everything could be searched or written anew; see above, and erase again afterwards")
