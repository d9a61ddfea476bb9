"""How much somebody may do, counted in Redis, so for all processes together: requests, bytes, processor time, things held at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.state.redis.client import Client
from bot.state.redis.keys import ADDRESS, Part, key

SCRIPTS = Path(__file__).parent / "redis" / "scripts"
MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86_400.0


@dataclass(frozen=True)
class Budget:
    """So much of something in so many seconds, all of it at once at most.

    Attributes:
        amount: in any unit; 0 for any amount.
        seconds: in which it comes back.
    """

    amount: float
    seconds: float = MINUTE_S


# Seconds of a core that the model may work for one conversation, and for one address: a usual message takes 0.02 to 0.1.
CONVERSATION_CPU, ADDRESS_CPU = Budget(6.0), Budget(30.0)


class Limits:
    """Steady rates with bursts, and places that are taken for a while. All raise redis.RedisError or OSError while Redis is away."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._spend = client.register_script((SCRIPTS / "limit.lua").read_text(encoding="utf-8"))
        self._lease = client.register_script((SCRIPTS / "lease.lua").read_text(encoding="utf-8"))

    async def spend(self, name: str, budget: Budget, amount: float = 1.0, happened: bool = False) -> float:
        """Takes something out of a budget, all of it or nothing; returns 0, or the seconds to wait until there is enough.

        Args:
            name: a key, as `of_conversation` and `of_address` make them.
            amount: 0 to look whether the budget is overdrawn; below 0 to give something back.
            happened: whether it can't be refused any more, and may overdraw the budget.
        """
        if not budget.amount:
            return 0.0
        args = [1000 * budget.seconds / budget.amount, budget.amount, amount, int(happened)]
        return float(await self._spend(keys=[name], args=args)) / 1000

    async def reserve(self, name: str, budget: Budget) -> float:
        """Takes one out of a budget, also one that is still to come; returns the seconds until it has come.

        Whoever has to wait so knows how long, and others who come later wait longer: nobody has to ask again.
        """
        if not budget.amount:
            return 0.0
        return float(await self._spend(keys=[name], args=[1000 * budget.seconds / budget.amount, budget.amount, 1, 2])) / 1000

    async def hold(self, name: str, who: str, most: int, seconds: float) -> bool:
        """Takes one of the `most` places, or keeps it for so many more seconds; returns whether there was one. 0 places are any number."""
        return not most or bool(await self._lease(keys=[name], args=[who, most, int(1000 * seconds)]))

    async def release(self, name: str, who: str) -> None:
        """Gives a place back."""
        await self._client.zrem(name, who)


def of_conversation(conversation: str, what: Part) -> str:
    """Where a conversation's use of something is counted."""
    return key(conversation, what)


def of_address(address: str, what: str = "") -> str:
    """Where an address' use of something is counted; its requests if nothing else is named."""
    return f"{ADDRESS}{address}" + (f":{what}" if what else "")
