"""`heed conversations list|show|export|erase`: what is kept of customers."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.with_redis import with_redis
from bot.console import counting_bar
from data.errors import DataError
from data.formats.dialogues import to_json

conversations = typer.Typer(help="Look after the conversations that are kept in Redis.", no_args_is_help=True)
out = Console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@conversations.command("list")
def list_(as_json: AsJson = False) -> None:
    """Lists the conversations, the newest first."""
    from bot.state import conversations as kept

    async def read(client: Any) -> list[dict[str, Any]]:
        rows = []
        async for conversation in kept.conversations(client):
            said = await kept.messages(client, conversation)
            newest = said[-1].at.isoformat(timespec="seconds") if said else ""
            row = {"conversation": conversation, "messages": len(said), "newest": newest}
            rows.append({**row, "forgotten_in_s": await kept.expires_s(client, conversation)})
        return sorted(rows, key=lambda row: str(row["newest"]), reverse=True)

    rows = with_redis(read)
    if as_json:
        typer.echo(json.dumps(rows))
        return
    table = Table("conversation", "messages", "newest", "forgotten in")
    for row in rows:
        table.add_row(row["conversation"], str(row["messages"]), row["newest"], f"{row['forgotten_in_s'] / 3600:.1f} h")
    out.print(table)
    out.print(f"{len(rows):,} conversations.", highlight=False)


@conversations.command()
def show(conversation: Annotated[str, typer.Argument(help="Its id.")], as_json: AsJson = False) -> None:
    """Shows what was said in a conversation."""
    from bot.state import conversations as kept

    said = with_redis(lambda client: kept.messages(client, conversation))
    if not said:
        raise DataError(f"there is no conversation {conversation!r}; `heed conversations list` lists them")
    if as_json:
        typer.echo(json.dumps([{**asdict(message), "at": message.at.isoformat()} for message in said], ensure_ascii=False))
        return
    for message in said:
        out.print(f"[dim]{message.at:%Y-%m-%d %H:%M:%S}[/] [bold]{message.role}[/]", highlight=False)
        out.print(message.text, markup=False, highlight=False)


@conversations.command()
def export(
    to: Annotated[Path, typer.Argument(help="The file to write, .jsonl.")],
    only: Annotated[list[str] | None, typer.Option("--conversation", help="Only this one; may be given several times.")] = None,
) -> None:
    """Writes conversations as dialogues, which `heed import` reads and redacts."""
    from bot.state import conversations as kept
    from bot.state.ratings import ratings

    if to.suffix != ".jsonl":
        raise DataError(f"dialogues are written as JSONL; give a name that ends with .jsonl. It was: {to}")

    async def write(client: Any) -> int:
        ids = only or [conversation async for conversation in kept.conversations(client)]
        count = 0
        with counting_bar("Exporting") as report, to.open("w", encoding="utf-8") as lines:
            for number, conversation in enumerate(ids, start=1):
                said, rated = await kept.messages(client, conversation), await ratings(client, conversation)
                if found := kept.dialogue(conversation, said, rated):
                    lines.write(to_json(found) + "\n")
                    count += 1
                report(number, len(ids))
        return count

    out.print(f"[bold green]{with_redis(write):,}[/] dialogues were written to {to}; `heed import {to}` redacts them.", highlight=False)


@conversations.command()
def erase(
    ids: Annotated[list[str], typer.Argument(metavar="CONVERSATION…", help="Whose traces to remove.")],
    logs: Annotated[Path, typer.Option(help="The collected logs: a log or a folder of logs.")] = Path("data/logs"),
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Removes every trace of a customer's conversations from Redis, uploads and the collected logs. It can't be undone."""
    from bot.server.erasure import erase as remove

    if not yes:
        typer.confirm(f"Remove {', '.join(ids)} from Redis, from .heed/uploads and from {logs}?", abort=True)

    erased = with_redis(lambda client: remove(client, ids, logs))
    removed = (
        f"{erased.conversations:,} of {len(ids):,} conversations from Redis, {erased.uploads:,} uploads, "
        f"and {erased.dialogues:,} dialogues from {logs}"
    )
    out.print(f"Erased {removed}.", highlight=False)
    if erased.not_searched:
        names = ", ".join(map(str, erased.not_searched))
        out.print(f"[yellow]Not searched[/], being tables: {names}; erase from these by hand, or import them first.", highlight=False)
    if erased.dialogues:
        out.print("Past answers may still quote them until `heed index build` has run.", highlight=False)
