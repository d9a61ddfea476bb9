"""`heed desk audit`: what agents looked at and did."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.cli.output.terminal import Terminal, print_json, styled
from bot.cli.sessions.with_redis import with_redis

out = Terminal()


def audit(
    agent: Annotated[str, typer.Option(help="Only what this agent did.", show_default=False)] = "",
    conversation: Annotated[str, typer.Option(help="Only what was done with this conversation.", show_default=False)] = "",
    lines: Annotated[int, typer.Option(help="The newest so many.", min=1)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Checks the desk's audit log from end to end, and shows its newest lines.

    Note the number and the hash of the last line elsewhere: that newer lines were cut off can only be told from these.
    """
    from bot.desk.audit import AuditLog, Entry
    from bot.server.http.secrets import existing_server_key
    from bot.state.conversations import conversations

    log = AuditLog(existing_server_key())

    async def names(client: Any) -> dict[str, str]:
        return {log.name(each): each async for each in conversations(client)}

    known = with_redis(names)
    wanted = {log.name(conversation)} | {hash for hash, each in known.items() if each.startswith(conversation)}
    shown: deque[Entry] = deque(maxlen=lines)
    last: Entry | None = None
    for last in log.entries():
        if (not agent or last.agent == agent) and (not conversation or last.conversation in wanted):
            shown.append(last)
    if as_json:
        print_json([{**asdict(each), "conversation": known.get(each.conversation, each.conversation)} for each in shown])
        return
    table = Table("number", "when (UTC)", "agent", "act", "conversation", "more")
    for each in shown:
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(each.at))
        more = ", ".join(f"{name} {value}" for name, value in each.more.items())
        table.add_row(str(each.number), when, each.agent, each.act, known.get(each.conversation, each.conversation), more)
    out.print(table)
    if last:
        out.print(styled(("In order. ", "bold green"), f"The last line is number {last.number:,}, with the hash {last.hash}"))
    else:
        out.print("Nothing was noted yet.")
