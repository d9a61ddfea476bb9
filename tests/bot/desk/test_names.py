"""Agents' names are those that they have now."""

import asyncio

from bot.desk.names import Names
from bot.state.agents.accounts import Account, Accounts
from bot.state.connection import Connection
from tests.bot.conftest import RedisClient


def test_a_change_is_seen_at_once_also_of_another_process_and_after_all_was_lost(state: RedisClient) -> None:
    async def main() -> None:
        one, other = Connection(), Connection()
        names, accounts = Names(Accounts(one.client)), Accounts(other.client)
        assert await names.all() == {}
        await accounts.add(Account("mia", "Mia", "agent", "hash"))
        assert await names.all() == {"mia": "Mia"}
        await accounts.change(Account("mia", "Mia M.", "agent", "hash"))
        await accounts.add(Account("noah", "Noah", "lead", "hash"))
        assert await names.all() == {"mia": "Mia M.", "noah": "Noah"}
        await accounts.remove("mia")
        assert await names.all() == {"noah": "Noah"}
        state.flushdb()
        assert await names.all() == {}
        for connection in (one, other):
            await connection.close()

    asyncio.run(main())
