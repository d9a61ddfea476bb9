"""Something done with the session state's Redis, by a command."""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from data.errors import StateError

Result = TypeVar("Result")

# What an operating system says of a connection. Other errors of it are of files, and of those Redis knows nothing.
OF_NETWORK = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.ENOTCONN}


class NotRunning(StateError):
    """No Redis runs for this folder, and a command that looks starts none."""


class NothingKept(NotRunning):
    """… and none ever has."""


def with_redis(work: Callable[[Any], Awaitable[Result]], start: bool = False) -> Result:
    """Does something with a client for the session state's Redis: the one that REDIS_URL names, or the embedded one.

    Args:
        start: starts the embedded one for as long as it takes, if it doesn't run.

    Raises:
        NotRunning: it doesn't run, and is not to be started.
        StateError: Redis can't be reached.
        OSError: what was done failed for another reason, as with a file.
    """
    from bot.state.redis.client import check_embedded, running_redis_url  # redis-py takes a moment to import
    from bot.state.redis.embedded import EmbeddedRedis

    if url := running_redis_url():
        return _with(url, work)
    if not start:
        raise _why_none()
    check_embedded()
    embedded = EmbeddedRedis()
    embedded.start()
    try:
        return _with(embedded.url, work)
    finally:
        embedded.stop()


def _with(url: str, work: Callable[[Any], Awaitable[Result]]) -> Result:
    from bot.state.redis.client import Unavailable, connect, disconnect

    async def connected() -> Result:
        client = connect(url)
        try:
            return await work(client)
        except Unavailable as error:
            if isinstance(error, OSError) and not _of_network(error):
                raise
            raise StateError(f"Redis can't be reached: {error}") from error
        finally:
            await disconnect(client)

    return asyncio.run(connected())


def _why_none() -> NotRunning:
    from bot.state.redis.embedded import EmbeddedRedis

    embedded = EmbeddedRedis()
    if not embedded.has_data():
        return NothingKept(f"nothing is kept in {embedded.folder}; stand in the assistant's folder, or name its Redis in REDIS_URL")
    return NotRunning(
        f"the Redis of {embedded.folder} doesn't run, since the assistant doesn't; start it with `heed run`, or name another in REDIS_URL"
    )


def _of_network(error: OSError) -> bool:
    return isinstance(error, (ConnectionError, TimeoutError, socket.gaierror, socket.herror)) or error.errno in OF_NETWORK
