"""The state of a process that answers, with Rasa replaced by a function."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import redis

from bot.state.connection import Connection
from bot.state.messages import Inbound
from bot.state.redis.keys import WORK
from bot.state.service import Service
from bot.state.turns.transaction import TurnTransaction

PATIENCE_S = 60.0


def said(number: int | str, conversation: str = "c") -> Inbound:
    return Inbound(conversation, f"m{number}", f"message {number}", "web")


async def at_once() -> None:
    """The model is loaded."""


async def echo(turn: TurnTransaction) -> None:
    """Says what was said."""
    turn.replies.append({"text": " + ".join(message.inbound.text for message in turn.messages)})


async def never() -> None:
    """The model doesn't come."""
    await asyncio.Event().wait()


async def sorry(turn: TurnTransaction) -> None:
    turn.replies.append({"text": "sorry"})


@asynccontextmanager
async def serving(
    answer: Callable[[TurnTransaction], Awaitable[None]] = echo, burst_s: float = 0.0, ready: bool = True
) -> AsyncIterator[Service]:
    """The state of one process, with Rasa replaced by a function."""
    service = Service(answer, sorry, at_once if ready else never, {"web": burst_s}, Connection())
    await service.start()
    try:
        yield service
    finally:
        await service.stop()
        await service.close()


async def texts(service: Service, inbound: Inbound) -> list[str] | None:
    replies = await service.answer(inbound, PATIENCE_S)
    return None if replies is None else [reply.content["text"] for reply in replies]


async def finished(state: redis.Redis) -> None:
    """Waits until no announcement is left."""
    while state.xlen(WORK):
        await asyncio.sleep(0.01)
