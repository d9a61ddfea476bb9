"""`heed desk agents add|list|remove|password`: who may sign in at the desk in the browser."""

from __future__ import annotations

import getpass
import sys
from dataclasses import replace
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.cli.output.terminal import Terminal
from bot.cli.sessions.with_redis import with_redis
from data.errors import DataError

agents = typer.Typer(help="Who may sign in at the desk, /desk in the browser.", no_args_is_help=True)
out = Terminal()

Agent = Annotated[str, typer.Argument(help="What they sign in with: letters, digits, '.', '_', '-' or '@'.")]


@agents.command()
def add(
    agent: Agent,
    name: Annotated[str, typer.Option(help="What customers read; the id if it is not given.", show_default=False)] = "",
    role: Annotated[str, typer.Option(help="agent answers customers; lead changes the canned answers, too.")] = "agent",
) -> None:
    """Adds an agent. The password is asked for, or read from the standard input."""
    from bot.desk.passwords import hashed
    from bot.state.agents.accounts import Account, Accounts

    account = Account(agent, name or agent, role, "")  # type: ignore[arg-type]
    hash = hashed(_password())

    async def work(client: Any) -> None:
        await Accounts(client).add(replace(account, password=hash))

    with_redis(work)
    out.print(f"{agent} may sign in now.")


@agents.command("list")
def list_() -> None:
    """Lists the agents."""
    from bot.state.agents.accounts import Account, Accounts

    async def work(client: Any) -> list[Account]:
        return await Accounts(client).all()

    table = Table("agent", "name", "role")
    for account in with_redis(work):
        table.add_row(account.id, account.name, account.role)
    out.print(table)


@agents.command()
def remove(agent: Agent) -> None:
    """Removes an agent. Their sessions end at once; conversations that they have wait again after a while."""
    from bot.state.agents.accounts import Accounts
    from bot.state.agents.news import SessionsEnded, publish

    async def work(client: Any) -> bool:
        found = await Accounts(client).remove(agent)
        await publish(client, SessionsEnded(agent))
        return found

    if not with_redis(work):
        raise DataError(f"there is no agent {agent!r}; `heed desk agents list` lists them")
    out.print(f"{agent} can't sign in any more.")


@agents.command()
def password(agent: Agent) -> None:
    """Gives an agent another password. Their sessions end."""
    from bot.desk.passwords import hashed
    from bot.state.agents.accounts import Accounts
    from bot.state.agents.news import SessionsEnded, publish

    hash = hashed(_password())

    async def work(client: Any) -> bool:
        accounts = Accounts(client)
        account = await accounts.find(agent)
        if account is not None:
            await accounts.change(replace(account, password=hash))
            await publish(client, SessionsEnded(agent))
        return account is not None

    if not with_redis(work):
        raise DataError(f"there is no agent {agent!r}; `heed desk agents add {agent}` adds one")
    out.print(f"{agent} has another password now.")


def _password() -> str:
    """A new password, typed twice; of a script, the first line of its standard input. Never an argument: others could read it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    given = getpass.getpass("Password: ")
    if given != getpass.getpass("The same once more: "):
        raise DataError("the two passwords differ; nothing was changed")
    return given
