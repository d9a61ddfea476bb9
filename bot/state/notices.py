"""Hand-overs that somebody has to be told of. Each is written in the step that hands the conversation over, and stays until it arrived."""

from __future__ import annotations

from dataclasses import dataclass

from bot.state.rate_limits import Limits
from bot.state.redis.client import Client
from bot.state.redis.keys import TURNS_AT
from bot.state.redis.scripts import Script
from bot.state.turns.handed_over import handed_over
from bot.state.turns.owner import Owner


@dataclass(frozen=True)
class Untold:
    """A hand-over of which one way has not told yet.

    Attributes:
        epoch: which change of the conversation's owner it was.
        since: when, in milliseconds since 1970.
        owner: who has the conversation now.
    """

    conversation: str
    epoch: str
    since: int
    owner: Owner


class NoticeBoard:
    """The hand-overs of all conversations. All raise redis.RedisError or OSError while Redis is away."""

    def __init__(self, client: Client, process: str) -> None:
        """`process` is this process's name."""
        self._client, self._process = client, process
        self._limits = Limits(client)
        self._told = Script(client, "told", "notices")

    async def lead(self, what: str, seconds: float) -> bool:
        """Whether this process does something for all, for so many seconds; another can't meanwhile."""
        return await self._limits.hold(TURNS_AT + what, self._process, 1, seconds)

    async def untold(self, way: str) -> list[Untold]:
        """The hand-overs of which a way has not told yet, the oldest first."""
        found = []
        for conversation, owner, notices in await handed_over(self._client):
            for epoch, since in notices.items():
                if ":" not in epoch and f"{epoch}:{way}" not in notices:
                    found.append(Untold(conversation, epoch, int(since), owner))
        return sorted(found, key=lambda each: each.since)

    async def told(self, untold: Untold, way: str, ways: tuple[str, ...]) -> None:
        """Notes that a way ("" for none) has told of a hand-over, of all `ways` that there are."""
        await self._told(untold.conversation, untold.epoch, way, *ways)
