"""Agents' names, as customers and colleagues read them; read anew when the accounts have changed."""

from __future__ import annotations

from bot.state.agents.accounts import Accounts


class Names:
    """The names by the agents' ids.

    Attributes:
        known: as they were looked up last.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self.known: dict[str, str] = {}
        self._version: str | None = ""  # of the accounts that `known` was read from; none has this one

    async def all(self) -> dict[str, str]:
        """All of them. Raises redis.RedisError or OSError while Redis is away."""
        version = await self._accounts.version()
        if version != self._version:
            self.known = {account.id: account.name for account in await self._accounts.all()}
            self._version = version
        return self.known
