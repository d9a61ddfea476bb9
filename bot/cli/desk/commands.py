"""What an agent types in `heed desk`."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.table import Column, Table

from bot.cli.output.terminal import Terminal, styled
from bot.cli.sessions.conversation_ids import resolved, short_ids
from data.errors import DataError

if TYPE_CHECKING:
    from bot.desk.audit import AuditLog
    from bot.state.desk import Case, Desk
    from bot.state.turns.outbox import Event, Outbox

HELP = """\
list                who waits, and who is with whom; the first has waited longest
take [ID or NUMBER] takes a conversation over: the first that waits, if none is named
TEXT                says it to the customer (a text that begins with one of these words: say TEXT)
note TEXT           notes something for colleagues; customers never see it
back                hands the conversation back to the assistant
transfer [AGENT]    gives it to a colleague, or has it wait for whoever is free
close               ends it
show                all of the conversation once more
quit                leaves the desk"""
COMMANDS = ("list", "take", "say", "note", "back", "transfer", "close", "show", "quit", "help")

# How the audit log calls what an agent does with the open conversation.
NOTED = {"show": "look", "say": "say", "note": "note", "back": "back", "transfer": "transfer", "close": "close"}


@dataclass
class Session:
    """One agent at the desk.

    Attributes:
        open: the conversation that the agent has open; empty if none.
        last: the event of it that was shown last.
        audit: where it is noted what the agent does; nowhere if there is none.
    """

    client: Any
    desk: Desk
    outbox: Outbox
    agent: str
    name: str
    out: Terminal
    open: str = ""
    short: str = ""
    last: str = "0-0"
    listed: list[str] = field(default_factory=list)
    audit: AuditLog | None = None

    @classmethod
    def of(cls, client: Any, agent: str, name: str, out: Terminal) -> Session:
        from bot.state.desk import Desk
        from bot.state.redis.pubsub import Notices
        from bot.state.turns.outbox import Outbox

        return cls(client, Desk(client), Outbox(client, Notices(client)), agent, name, out)

    async def note(self, act: str, conversation: str) -> None:
        """Has the audit log say what is about to be done."""
        if self.audit:
            await self.audit.note(self.agent, act, conversation, at="terminal")

    def leave(self) -> None:
        self.open, self.short = "", ""

    async def news(self) -> list[Event]:
        """What happened in the open conversation since it was looked at."""
        if not self.open:
            return []
        events = await self.outbox.after(self.open, self.last)
        if events:
            self.last = events[-1].id
        return events


async def act(session: Session, line: str) -> bool:
    """Does what was typed; returns whether the desk stays open.

    Raises:
        StateError: the conversation is another agent's by now, or a text is empty or too long.
        DataError: nothing of that name, or no conversation is open.
    """
    word, _, rest = line.strip().partition(" ")
    command, rest = (word, rest.strip()) if word in COMMANDS else ("say", line.strip())
    if not line.strip():
        return True
    if command in NOTED:
        await session.note(NOTED[command], session.open)
    match command:
        case "quit":
            return False
        case "help":
            session.out.print(HELP)
        case "list":
            await _list(session)
        case "take":
            await _take(session, rest)
        case "show":
            await _show(session)
        case "say":
            await session.desk.say(_open(session), session.agent, rest, session.name)
        case "note":
            await session.desk.note(_open(session), session.agent, rest)
        case "back":
            await session.desk.hand_back(_open(session), session.agent)
            session.leave()
        case "close":
            await session.desk.close(_open(session), session.agent)
            session.leave()
        case "transfer":
            await session.desk.transfer(_open(session), session.agent, rest)
            session.leave()
    return True


def _open(session: Session) -> str:
    if not session.open:
        raise DataError("no conversation is open; `take` opens the one that has waited longest")
    return session.open


async def _list(session: Session) -> None:
    cases = await session.desk.cases()
    session.listed = [case.conversation for case in cases]
    short = short_ids(session.listed)
    asked = Column("asked", overflow="ellipsis", no_wrap=True)
    table = Table("", "id", "with", "waits", "language", "channel", "why", asked)
    for number, case in enumerate(cases, start=1):
        about = case.about
        row = (short[case.conversation], case.owner.owner, _waits(case), about.get("language", ""), about.get("channel", ""))
        table.add_row(str(number), *row, about.get("why", ""), " ".join(about.get("asked", "").split())[:80])
    session.out.print(table)


async def _take(session: Session, which: str) -> None:
    if not which:
        waiting = await session.desk.waiting()
        if not waiting:
            raise DataError("nobody waits")
        conversation = waiting[0].conversation
    elif which.isdecimal() and 0 < int(which) <= len(session.listed):
        conversation = session.listed[int(which) - 1]
    else:
        conversation = await resolved(session.client, which)
    await session.note("take", conversation)
    await session.desk.take(conversation, session.agent, session.name)
    session.open, session.short = conversation, conversation[:8]
    await _show(session)


async def _show(session: Session) -> None:
    from bot.state.conversations import messages

    conversation = _open(session)
    for said in await messages(session.client, conversation):
        session.out.print(styled((f"{said.at:%H:%M} {said.role} {said.agent}".rstrip() + " ", "bold"), said.text))
    for note in await session.desk.notes(conversation):
        session.out.print(styled((f"note by {note.agent} ", "yellow"), note.text))
    if contact := await session.desk.contact(conversation):
        session.out.print(styled(("wants to be answered at ", "dim"), contact))
    await session.news()  # it is shown by now


def _waits(case: Case) -> str:
    since = case.owner.unanswered or case.owner.waiting_since
    return f"{max(0.0, time.time() - since / 1000) / 60:.0f} min" if since else ""
