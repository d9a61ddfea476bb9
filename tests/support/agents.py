"""Agents who may sign in at the desk of a server, for benchmarks and tests."""

import asyncio

from bot.desk.passwords import hashed
from bot.state.agents.accounts import Account, Accounts, Role
from bot.state.redis.client import connect, disconnect
from tests.support.desk_client import PASSWORD


def add_agents(redis_url: str, roles: dict[str, Role]) -> None:
    """Adds agents, all with the same password; their names are their ids, capitalised."""
    hash = hashed(PASSWORD)

    async def add() -> None:
        client = connect(redis_url)
        try:
            for agent, role in roles.items():
                await Accounts(client).change(Account(agent, agent.capitalize(), role, hash))
        finally:
            await disconnect(client)

    asyncio.run(add())
