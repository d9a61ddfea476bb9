"""Agents' sessions: a random token in a cookie, of which Redis knows the hash only. They end by themselves, and with the account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from bot.state.agents.accounts import Account, Accounts
from bot.state.redis.client import Client
from bot.state.redis.keys import AGENT_SESSION

# Since the last request, and since the agent signed in.
IDLE_S, LONGEST_S = 8 * 60 * 60, 24 * 60 * 60
BYTES = 32


@dataclass(frozen=True)
class Session:
    """An agent who is signed in.

    Attributes:
        name: of the session, not secret.
        csrf: what each request that changes something has to repeat.
    """

    name: str
    account: Account
    csrf: str

    def allows(self, csrf: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), csrf.encode("utf-8", "replace"))


class Sessions:
    """All of them. Each raises redis.RedisError or OSError while Redis is away."""

    def __init__(self, client: Client, accounts: Accounts) -> None:
        self._client, self._accounts = client, accounts

    async def open(self, account: Account) -> tuple[str, Session]:
        """Begins a session; its token, which only the agent's browser gets."""
        token, csrf = secrets.token_urlsafe(BYTES), secrets.token_urlsafe(BYTES)
        record = {"agent": account.id, "stamp": account.stamp, "csrf": csrf, "since": f"{time.time():.0f}"}
        async with self._client.pipeline() as pipeline:
            pipeline.hset(_key(token), mapping=record)
            pipeline.expire(_key(token), IDLE_S)
            await pipeline.execute()
        return token, Session(_name(token), account, csrf)

    async def find(self, token: str, goes_on: bool = True) -> Session | None:
        """The session of a token; none if it ended, was never begun, or its agent has another password by now, or is none any more.

        Args:
            goes_on: whether this keeps it from ending by itself.
        """
        record = await self._client.hgetall(_key(token)) if token else {}
        if not record or time.time() - float(record.get("since", 0)) > LONGEST_S:
            return None
        account = await self._accounts.find(record["agent"])
        if account is None or account.stamp != record["stamp"]:
            return None
        if goes_on:
            await self._client.expire(_key(token), IDLE_S)
        return Session(_name(token), account, record["csrf"])

    async def end(self, token: str) -> None:
        """Ends a session."""
        await self._client.delete(_key(token))


def _name(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _key(token: str) -> str:
    return AGENT_SESSION + _name(token)
