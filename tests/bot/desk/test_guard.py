"""Who may try to sign in, after how many wrong passwords."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from sanic import Sanic
from sanic.compat import Header
from sanic.request import Request

from bot.desk.audit import AuditLog
from bot.desk.guard import OF_ADDRESS, OF_BOTH, Guard, Tried
from bot.server.http.errors import BadRequest
from bot.state.redis.client import connect, disconnect
from tests.bot.conftest import RedisClient

KEY = b"k" * 32


def from_(address: str) -> Request:
    request = Request(b"/desk/api/sign-in", Header({}), "1.1", "POST", None, Sanic.get_app("guarded", force_create=True))  # type: ignore[arg-type]
    request.conn_info = SimpleNamespace(client_ip=address)  # type: ignore[assignment]
    return request


def test_one_address_keeps_no_agent_out_from_elsewhere(state: RedisClient, tmp_path: Path) -> None:
    async def main() -> None:
        client = connect()
        guard = Guard(client, KEY, AuditLog(KEY, tmp_path))

        async def tried(address: str, agent: str) -> Tried | None:
            try:
                return await guard.begin_try(from_(address), agent)
            except BadRequest:
                return None

        guesses = [await tried("192.0.2.1", "mia") for _ in range(150)]
        assert [bool(guess) for guess in guesses] == [True] * OF_BOTH + [False] * (150 - OF_BOTH)
        with pytest.raises(BadRequest, match="too many"):
            await guard.begin_try(from_("192.0.2.1"), "mia")
        for _ in range(20):  # who signs in rightly, from elsewhere, can do so again and again
            right = await tried("192.0.2.2", "mia")
            assert right
            await guard.take_back(right)
        # What was refused counts neither for the address, …
        others = [await tried("192.0.2.1", f"agent{number}") for number in range(40)]
        assert sum(map(bool, others)) == OF_ADDRESS - OF_BOTH
        # … nor where many addresses guess.
        anywhere = [await tried(f"198.51.100.{number}", "mia") for number in range(120)]
        assert sum(map(bool, anywhere)) == 90
        assert await tried("198.51.100.119", "noah")
        await disconnect(client)

    asyncio.run(main())


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_sites_page_counts_for_nobody(state: RedisClient, tmp_path: Path, header: dict[str, str]) -> None:
    async def main() -> None:
        client = connect()
        request = from_("192.0.2.1")
        request.headers.update(header)
        with pytest.raises(BadRequest, match="own page"):
            await Guard(client, KEY, AuditLog(KEY, tmp_path)).begin_try(request, "mia")
        assert not state.keys()
        await disconnect(client)

    asyncio.run(main())
