"""`heed desk`: who may sign in at the desk in the browser, its audit log, and the waiting list in the terminal.

Who may use the server's shell may answer in the terminal.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer
from click import Command, Context
from typer.core import TyperGroup

from bot.cli.desk.agents import agents
from bot.cli.desk.audit import audit
from bot.cli.desk.commands import HELP, Session, act
from bot.cli.output.terminal import Terminal, styled
from bot.cli.sessions.with_redis import with_redis
from data.errors import DataError, StateError

if TYPE_CHECKING:
    from bot.state.turns.outbox import Event

# Seconds between signs of life, and looks for what is new.
BEATS_EVERY_S, LOOKS_EVERY_S = 15.0, 1.0
out = Terminal()


class DeskGroup(TyperGroup):
    """`heed desk NAME` is `heed desk terminal NAME`, unless NAME is another command."""

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return super().resolve_command(ctx, ["terminal", *args])
        return super().resolve_command(ctx, args)


desk = typer.Typer(
    cls=DeskGroup,
    no_args_is_help=True,
    help="Answer customers who wait for a person: `heed desk NAME`, here in the terminal; or let people sign in at /desk in the browser.",
)
desk.add_typer(agents, name="agents")
desk.command("audit")(audit)


@desk.command()
def terminal(
    agent: Annotated[str, typer.Argument(help="Who you are: letters, digits, '.', '_', '-' or '@'.")],
    name: Annotated[str, typer.Option(help="What customers read; the id if it is not given.", show_default=False)] = "",
) -> None:
    """Answers customers who wait for a person: take a conversation over, answer, note, hand back, transfer, close."""
    from bot.state.ownership import AGENT_ID

    if not AGENT_ID.fullmatch(agent):
        raise DataError(f"an agent's id must be 1 to 64 letters, digits, '.', '_', '-' or '@'. It was: {agent!r}")
    with_redis(lambda client: _run(_session(client, agent, name or agent)))


def _session(client: Any, agent: str, name: str) -> Session:
    from bot.desk.audit import AuditLog
    from bot.server.http.secrets import server_key

    session = Session.of(client, agent, name, out)
    session.audit = AuditLog(server_key())
    return session


async def _run(session: Session) -> None:
    """Reads commands until the input ends, and shows meanwhile what is new."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    out.print(HELP)
    prompt: Any = PromptSession() if out.is_terminal else None
    beside = [asyncio.ensure_future(_beat(session)), asyncio.ensure_future(_watch(session))]
    try:
        with patch_stdout(raw=True) if prompt else nullcontext():
            await _commands(session, prompt)
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        if session.open:
            out.print(f"{session.open} stays yours for a few minutes; then it waits again. Hand it back or close it to end it now.")


async def _commands(session: Session, prompt: Any) -> None:
    while True:
        try:
            if prompt:
                line = await prompt.prompt_async(f"{session.short or 'desk'}> ")
            else:
                line = await asyncio.to_thread(input)
        except (EOFError, KeyboardInterrupt):
            return
        try:
            if not await act(session, line):
                return
        except (StateError, DataError) as error:
            out.print(styled(("Not done: ", "yellow"), str(error)))


async def _beat(session: Session) -> None:
    """An agent whose terminal is gone must not keep a customer waiting."""
    while True:
        if session.open and not await session.desk.beat(session.open, session.agent):
            out.print(styled(("Not yours any more: ", "yellow"), session.open))
            session.leave()
        await asyncio.sleep(BEATS_EVERY_S)


async def _watch(session: Session) -> None:
    """Shows what the customer says, and who begins to wait."""
    known: set[str] = set()
    while True:
        waiting = {case.conversation for case in await session.desk.waiting()}
        if waiting - known:
            out.print(styled((f"{len(waiting):,} waiting", "bold"), "; `list` shows them", "\a"))
        known = waiting
        for event in await session.news():
            _show(event)
        await asyncio.sleep(LOOKS_EVERY_S)


def _show(event: Event) -> None:
    if event.kind == "customer":
        out.print(styled(("customer ", "bold cyan"), str(event.content.get("text", ""))))
    elif event.kind == "handover":
        out.print(styled((f"now with: {event.content.get('owner')} {event.content.get('name', '')}".rstrip(), "dim")))
