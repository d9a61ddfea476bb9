"""Access tokens that a platform gives for a secret: made by one process for all, made anew when the platform refuses one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from bot.channels.frame.api import Answer, NoLogin, Unknown
from bot.channels.frame.delivery import pick, text_at
from bot.state.deliveries.contract import Refused, TryLater
from bot.state.deliveries.kept import Kept
from bot.state.redis.client import Unavailable

# Whoever sends with a token until its last second sends some of it too late.
MARGIN_S = 300.0
SHORTEST_S = 60.0
# Less than a message may take to be sent (`deliveries.worker`): while a token is waited for, nothing is sent.
LONGEST_S = 20.0
NAME = "access_token"

Make = Callable[[], Awaitable[tuple[str, float]]]
Found = TypeVar("Found")


async def with_token(kept: Kept, make: Make, call: Callable[[str], Awaitable[Found]]) -> Found:
    """Calls with the token that is kept; once more with a new one, where the platform takes it no more.

    Args:
        make: asks for a token; returns it and the seconds for which it is kept (`token_in`).

    Raises:
        TryLater: no token can be had, so that nothing was done.
        Exception: what `call` raises.
    """
    try:
        return await _call(kept, make, call)
    except NoLogin:
        return await _call(kept, make, call)


async def _call(kept: Kept, make: Make, call: Callable[[str], Awaitable[Found]]) -> Found:
    try:
        token = await asyncio.wait_for(kept.value(NAME, make), LONGEST_S)
    except (Unknown, Refused, asyncio.TimeoutError, *Unavailable) as problem:  # whatever became of the token, the call was not made
        raise TryLater(f"no access token: {str(problem) or 'it takes too long'}", SHORTEST_S) from None
    try:
        return await call(token)
    except NoLogin:
        with suppress(*Unavailable):  # then it is refused once more
            await kept.forget(NAME, only=token)
        raise


def token_in(answer: Answer, name: str = "access_token", expires_in: str = "expires_in") -> tuple[str, float]:
    """The token in an answer, and the seconds for which it is kept.

    Args:
        name, expires_in: the fields of the token, and of the seconds that it is good for.

    Raises:
        TryLater: there is none.
    """
    token, expires = text_at(answer.body, name), pick(answer.body, expires_in)
    if not token or not isinstance(expires, int):
        raise TryLater("the platform gives no access token", SHORTEST_S)
    return token, max(SHORTEST_S, expires - MARGIN_S)
