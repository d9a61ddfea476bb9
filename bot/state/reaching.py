"""What is asked of the session state while Redis is away is an error of its own: it may be asked again."""

from collections.abc import Awaitable
from typing import TypeVar

from bot.state.redis.client import Unavailable
from data.errors import StateError

Found = TypeVar("Found")


class StateUnavailable(StateError):
    """Redis can't be reached or takes no writes; what was asked for may be asked again."""


async def reached(command: Awaitable[Found]) -> Found:
    """What a command of the session state says.

    Raises:
        StateUnavailable: Redis is away.
    """
    try:
        return await command
    except Unavailable as error:
        raise StateUnavailable(f"Redis can't be reached: {error}") from error
