"""Connections to platforms: encrypted, their tickets in no message; what comes is stored, left, or wanted again."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.channels.frame.channel import Incoming
from bot.channels.frame.connection import AGAIN, TAKEN, UNREADABLE, connection, taken
from bot.channels.frame.delivery import Unreadable
from bot.state.deliveries.contract import TryLater
from bot.state.messages import TooManyWaiting
from bot.state.reaching import StateUnavailable


@pytest.mark.parametrize("address", ["ws://127.0.0.1:1/?ticket=secret", "http://127.0.0.1:1", "", "wss://127.0.0.1:1/?ticket=secret"])
def test_only_encrypted_connections_are_opened_and_tickets_are_not_told(address: str) -> None:
    async def main() -> None:
        async with connection(address, "https://api.example"):
            raise AssertionError("it was opened")

    with pytest.raises(TryLater) as problem:
        asyncio.run(main())
    assert "secret" not in str(problem.value)


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (None, TAKEN), (Unreadable("no"), UNREADABLE), (KeyError("no"), UNREADABLE), (StateUnavailable("no"), AGAIN),
        (TooManyWaiting("no"), AGAIN), (TryLater("no"), AGAIN),
    ],
)  # fmt: skip
def test_what_comes_is_stored_left_or_wanted_again(problem: Exception | None, outcome: int) -> None:
    async def read() -> Sequence[Incoming]:
        if problem:
            raise problem
        return []

    async def take(_: Sequence[Incoming]) -> None:
        pass

    assert asyncio.run(taken("pager", take, read())) == outcome


def test_a_gateway_that_takes_connections_and_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.frame.connection.OPENS_S", 0.1)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(-1)
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, connection(f"ws://127.0.0.1:{port}", "http://127.0.0.1"):
            raise AssertionError("it was opened")

    with pytest.raises(TryLater, match="TimeoutError"):
        asyncio.run(asyncio.wait_for(main(), 10.0))
