"""Something done with the session state's Redis, by a command."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from data.errors import StateError

Result = TypeVar("Result")


def with_redis(work: Callable[[Any], Awaitable[Result]]) -> Result:
    """Does something with a client for the session state's Redis; starts the embedded one if it has to.

    Raises:
        StateError: Redis can't be reached.
    """
    from bot.state.redis.client import Unavailable, connect, disconnect  # redis-py takes a moment to import

    async def connected() -> Result:
        client = connect()
        try:
            return await work(client)
        except Unavailable as error:
            raise StateError(f"Redis can't be reached: {error}") from error
        finally:
            await disconnect(client)

    return asyncio.run(connected())
