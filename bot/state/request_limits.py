"""How much customers may ask for, as channels and uploads look at it."""

from contextlib import suppress

from bot.state.rate_limits import Budget, Limits, of_address, of_conversation
from bot.state.reaching import reached
from bot.state.redis.client import Unavailable


class RequestLimits:
    """The budgets and places of conversations and addresses.

    All but `release` raise StateUnavailable while Redis is away.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def wait_s(self, conversation: str, address: str, per_minute: tuple[int, int]) -> float:
        """Counts a request of a conversation ("" for none) from an address ("" for none); returns the seconds to wait if it is too many.

        Args:
            per_minute: how many a conversation may make, and an address; 0 for any number.
        """
        waits = [0.0]
        if conversation and per_minute[0]:
            waits.append(await self.spend(of_conversation(conversation, "rate"), Budget(per_minute[0])))
        if address and per_minute[1]:
            waits.append(await self.spend(of_address(address), Budget(per_minute[1])))
        return max(waits)

    async def spend(self, name: str, budget: Budget, amount: float = 1.0, happened: bool = False) -> float:
        """Takes something out of a budget; returns 0, or the seconds to wait. `bot.state.rate_limits.Limits` explains the arguments."""
        return await reached(self._limits.spend(name, budget, amount, happened))

    async def hold(self, name: str, who: str, most: int, seconds: float) -> bool:
        """Takes one of a few places for a while; returns whether there was one."""
        return await reached(self._limits.hold(name, who, most, seconds))

    async def release(self, name: str, who: str) -> None:
        """Gives a place back; one that can't be given back now falls vacant by itself."""
        with suppress(*Unavailable):
            await self._limits.release(name, who)
