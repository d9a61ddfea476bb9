"""Agents' names, as customers and colleagues read them; looked up again every few seconds."""

from __future__ import annotations

import time

from bot.state.agents.accounts import Accounts

FRESH_S = 5.0


class Names:
    """The names by the agents' ids.

    Attributes:
        known: as they were looked up last.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self.known: dict[str, str] = {}
        self._at = -FRESH_S

    async def all(self) -> dict[str, str]:
        """All of them. Raises redis.RedisError or OSError while Redis is away."""
        if time.monotonic() - self._at > FRESH_S:
            self.known = {account.id: account.name for account in await self._accounts.all()}
            self._at = time.monotonic()
        return self.known
