"""Access tokens that a platform gives for a secret: made by one process for all, made anew when the platform refuses one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.channels.frame.api import Answer, NoLogin
from bot.channels.frame.delivery import pick, text_at
from bot.state.deliveries.contract import TryLater
from bot.state.deliveries.kept import Kept

# Whoever sends with a token until its last second sends some of it too late.
MARGIN_S = 300.0
SHORTEST_S = 60.0
NAME = "access_token"

Make = Callable[[], Awaitable[tuple[str, float]]]


async def with_token(kept: Kept, make: Make, call: Callable[[str], Awaitable[Answer]]) -> Answer:
    """Calls with the token that is kept; once more with a new one, where the platform takes it no more.

    Args:
        make: asks for a token; returns it and the seconds for which it is kept (`token_in`).
    """
    try:
        return await _call(kept, make, call)
    except NoLogin:
        return await _call(kept, make, call)


async def _call(kept: Kept, make: Make, call: Callable[[str], Awaitable[Answer]]) -> Answer:
    token = await kept.value(NAME, make)
    try:
        return await call(token)
    except NoLogin:
        await kept.forget(NAME, only=token)
        raise


def token_in(answer: Answer) -> tuple[str, float]:
    """The token in an answer (`access_token`, `expires_in` in seconds), and the seconds for which it is kept.

    Raises:
        TryLater: there is none.
    """
    token, expires = text_at(answer.body, "access_token"), pick(answer.body, "expires_in")
    if not token or not isinstance(expires, int):
        raise TryLater("the platform gives no access token", SHORTEST_S)
    return token, max(SHORTEST_S, expires - MARGIN_S)
