"""Agents' sessions end: by themselves, by signing out, and with the account."""

import asyncio
from dataclasses import replace

import pytest

from bot.state.agents import sessions
from bot.state.agents.accounts import Account, Accounts
from bot.state.agents.sessions import Sessions
from bot.state.redis.client import connect, disconnect
from data.errors import DataError
from tests.bot.conftest import RedisClient

MIA = Account("mia", "Mia", "agent", "hash")


def test_a_session_is_its_agents_until_it_ends(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        client = connect()
        accounts = Accounts(client)
        all_sessions = Sessions(client, accounts)
        await accounts.add(MIA)
        with pytest.raises(DataError, match="already"):
            await accounts.add(MIA)

        async def opened() -> str:
            account = await accounts.find("mia")
            assert account
            return (await all_sessions.open(account))[0]

        token = await opened()
        found = await all_sessions.find(token)
        assert found
        assert found.account.name == "Mia"
        assert found.allows(found.csrf)
        assert not found.allows("")
        assert all(token not in name for name in state.scan_iter())
        assert await all_sessions.find(f"{token}x") is None
        assert await all_sessions.find("") is None
        await all_sessions.end(token)
        assert await all_sessions.find(token) is None
        token = await opened()
        await accounts.change(replace(MIA, password="another hash"))
        assert await all_sessions.find(token) is None
        token = await opened()
        await accounts.remove("mia")
        await accounts.add(MIA)  # another person, perhaps
        assert await all_sessions.find(token) is None
        token = await opened()
        monkeypatch.setattr(sessions, "LONGEST_S", -1)
        assert await all_sessions.find(token) is None
        await disconnect(client)

    asyncio.run(main())
    [name] = [name for name in state.scan_iter("heed:agents:session:*") if state.hget(name, "agent") == "mia"][:1]
    assert 0 < state.ttl(name) <= sessions.IDLE_S


@pytest.mark.parametrize("wrong", [{"id": "m i a"}, {"id": "elsewhere.telegram"}, {"role": "owner"}, {"name": ""}, {"name": "a\nb"}])
def test_an_account_that_cant_be_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(DataError, match="It was"):
        Account(**{"id": "mia", "name": "Mia", "role": "agent", "password": "", **wrong})  # type: ignore[arg-type]
