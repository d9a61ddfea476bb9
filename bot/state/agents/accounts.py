"""Who may sign in at the desk. It stands in Redis, so that all servers know the same agents, and one who was removed is out everywhere."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args

from bot.state.ownership import AGENT_ID
from bot.state.redis.client import Client
from bot.state.redis.keys import AGENTS, AGENTS_VERSION
from bot.state.turns.owner import ELSEWHERE
from data.errors import DataError

Role = Literal["agent", "lead"]
ROLES: tuple[Role, ...] = get_args(Role)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Account:
    """An agent.

    Attributes:
        id: what they sign in with; an agent's id as `bot.state.desk` knows it.
        name: what customers read.
        role: an `agent` answers; a `lead` also changes the canned answers.
        password: its hash.
        subject: of an account elsewhere, the issuer and the user's id there; then `password` is empty.
        stamp: another one whenever the password changes, and for an agent who was removed and added again: it ends older sessions.
    """

    id: str
    name: str
    role: Role
    password: str
    stamp: str = ""
    subject: str = ""

    def __post_init__(self) -> None:
        if not AGENT_ID.fullmatch(self.id):
            raise DataError(f"an agent's id must be 1 to 64 letters, digits, '.', '_', '-' or '@'. It was: {self.id!r}")
        if self.id.startswith(ELSEWHERE):
            raise DataError(f"an agent's id can't begin with {ELSEWHERE!r}, which stands for people at other desks. It was: {self.id!r}")
        if self.role not in ROLES:
            raise DataError(f"a role must be one of {', '.join(ROLES)}. It was: {self.role!r}")
        if not 0 < len(self.name) <= LONGEST_NAME or not self.name.isprintable():
            raise DataError(f"a name must have 1 to {LONGEST_NAME} printable characters. It was: {self.name!r}")


class Accounts:
    """All of them. Each raises redis.RedisError or OSError while Redis is away."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def all(self) -> list[Account]:
        """By their ids."""
        return sorted((Account(**json.loads(record)) for record in await self._client.hvals(AGENTS)), key=lambda each: each.id)

    async def find(self, agent: str) -> Account | None:
        """The agent of an id; none if there is none."""
        record = await self._client.hget(AGENTS, agent)
        return Account(**json.loads(record)) if record else None

    async def add(self, account: Account) -> None:
        """Adds an agent.

        Raises:
            DataError: there is one of that id.
        """
        if not await self._client.hsetnx(AGENTS, account.id, _record(replace(account, stamp=secrets.token_hex(8)))):
            raise DataError(f"there is an agent {account.id!r} already; `heed desk agents password {account.id}` changes the password")
        await self._changed()

    async def change(self, account: Account) -> None:
        """Puts an agent in the place of the one with the same id; their sessions end."""
        await self._client.hset(AGENTS, account.id, _record(replace(account, stamp=secrets.token_hex(8))))
        await self._changed()

    async def remove(self, agent: str) -> bool:
        """Removes an agent; returns whether there was one. Their sessions end."""
        removed = bool(await self._client.hdel(AGENTS, agent))
        await self._changed()
        return removed

    async def version(self) -> str | None:
        """Another one after each change; none if there was none yet."""
        found = await self._client.get(AGENTS_VERSION)
        return str(found) if found else None

    async def _changed(self) -> None:
        await self._client.set(AGENTS_VERSION, secrets.token_hex(8))


def _record(account: Account) -> str:
    return json.dumps(asdict(account), ensure_ascii=False)
