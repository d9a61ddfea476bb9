"""`heed conversations list|show|export|erase`: what is kept of customers."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from bot.cli.erased import show_erased
from bot.cli.terminal import Terminal, print_json, styled
from bot.cli.with_redis import with_redis
from bot.console import counting_bar
from bot.workspace import Workspace
from data.errors import DataError
from data.formats.dialogues import to_json
from data.hidden import without_hidden

conversations = typer.Typer(help="Look after the conversations that are kept in Redis.", no_args_is_help=True)
out = Terminal()

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
        print_json(rows)
        return
    table = Table(Column("conversation", overflow="fold"), "messages", "newest", "forgotten in")
    for row in rows:
        table.add_row(row["conversation"], str(row["messages"]), row["newest"], f"{row['forgotten_in_s'] / 3600:.1f} h")
    out.print(table)
    out.print(f"{len(rows):,} conversations.")


@conversations.command()
def show(conversation: Annotated[str, typer.Argument(help="Its id.")], as_json: AsJson = False) -> None:
    """Shows what was said in a conversation."""
    from bot.state import conversations as kept

    said = with_redis(lambda client: kept.messages(client, conversation))
    if not said:
        raise DataError(f"there is no conversation {conversation!r}; `heed conversations list` lists them")
    if as_json:
        print_json([{**asdict(message), "at": message.at.isoformat()} for message in said])
        return
    for message in said:
        out.print(styled((f"{message.at:%Y-%m-%d %H:%M:%S}", "dim"), " ", (f"{message.role}", "bold")))
        out.print(message.text)


@conversations.command()
def export(
    to: Annotated[Path, typer.Argument(help="The file to write, .jsonl.")],
    only: Annotated[list[str] | None, typer.Option("--conversation", help="Only this one; may be given several times.")] = None,
) -> None:
    """Writes conversations as dialogues, which `heed import` reads and redacts. Only you can read the file."""
    from bot.server.erasure import dialogue_key, live_conversations
    from bot.server.exports import note_export, private_file
    from bot.state import conversations as kept
    from bot.state.ratings import ratings
    from data.formats.identity import hashed_id, load_key

    if to.suffix != ".jsonl":
        raise DataError(f"dialogues are written as JSONL; give a name that ends with .jsonl. It was: {to}")

    async def write(client: Any) -> list[str]:
        if only:
            found = await live_conversations(client, only, dialogue_key())
            there = [(conversation, name) for conversation, name in found if await kept.exists(client, conversation)]
            ids = [conversation for conversation, _ in there]
            if unknown := [name for name in only if name.strip() not in {name for _, name in there}]:
                raise DataError(f"there is no conversation {', '.join(map(repr, unknown))}; nothing was written")
        else:
            ids = [conversation async for conversation in kept.conversations(client)]
        written = []
        with counting_bar("Exporting") as report, private_file(to) as lines:
            for number, conversation in enumerate(ids, start=1):
                said, rated = await kept.messages(client, conversation), await ratings(client, conversation)
                if found_dialogue := kept.dialogue(conversation, said, rated):
                    lines.write(to_json(found_dialogue) + "\n")
                    written.append(conversation)
                report(number, len(ids))
        return written

    written = with_redis(write)
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
    """Removes every trace of conversations: from Redis and its files, uploads, collected logs and indexes. It can't be undone.

    What other files hold of them is listed, with dates: exports, backups, models, reports.
    """
    from bot.server.customers import conversation_of_customer
    from bot.server.erasure import erase as remove
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
    erased = with_redis(lambda client: remove(client, given, logs, column=column))
    show_erased(erased, len(given), logs, out)
    if erased.unknown:
        names = ", ".join(of_customers.get(name, f"conversation {name}") for name in erased.unknown)
        hint = "; is HEED_SECRET the one of the servers?" if of_customers.keys() & {*erased.unknown} else ""
        raise DataError(f"nothing is kept of {names}; nobody else was erased for it{hint}")
    if erased.problems:
        raise DataError("not everything could be searched or written anew; see above, and erase again afterwards")
