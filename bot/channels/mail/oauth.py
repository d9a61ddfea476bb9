"""Mailboxes that take access tokens in place of a password (XOAUTH2): Gmail, Microsoft 365.

A refresh token is exchanged for access tokens. Where the provider gives another refresh token with one (Microsoft does), that is used next.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from imaplib import IMAP4

from imap_tools import ImapToolsError

from bot.channels.frame.api import Api, NoLogin, Unknown
from bot.channels.frame.delivery import text_at
from bot.channels.frame.tokens import LONGEST_S, NAME, SHORTEST_S, token_in
from bot.channels.mail.settings import EmailSettings
from bot.state.deliveries.contract import DeliveryError, Refused, TryLater
from bot.state.deliveries.kept import Kept
from bot.state.redis.client import Unavailable

# Microsoft's refresh tokens live for so long after they were given; Google's until they are revoked.
REFRESH_S = 90 * 86_400.0
# By what a provider says that a refresh token is no good, and by nothing else (RFC 6749, 5.2).
BAD_REQUEST, NO_GRANT = 400, "invalid_grant"


@dataclass(frozen=True)
class Login:
    """
    Attributes:
        secret: a password; or an access token, as `token` says.
    """

    user: str
    secret: str = field(repr=False)
    token: bool = False


@asynccontextmanager
async def logging_in(settings: EmailSettings, api: Api, kept: Kept) -> AsyncIterator[Login]:
    """How to log in to both servers. Where one doesn't take an access token, the next is made anew.

    Raises:
        TryLater: there is no access token to be had.
    """
    login = Login(settings.user or settings.address, settings.password)
    if settings.oauth:
        login = Login(login.user, await _token(settings, api, kept), token=True)
    try:
        yield login
    except (NoLogin, IMAP4.error, ImapToolsError):
        if login.token:
            with suppress(*Unavailable):
                await kept.forget(NAME, only=login.secret)
        raise


async def _token(settings: EmailSettings, api: Api, kept: Kept) -> str:
    async def make() -> tuple[str, float]:
        return await _exchanged(settings, api, kept)

    try:
        return await asyncio.wait_for(kept.value(NAME, make), LONGEST_S)
    except (DeliveryError, Unknown, asyncio.TimeoutError, *Unavailable) as problem:
        raise TryLater(f"no access token for the mailbox: {str(problem) or 'it takes too long'}", SHORTEST_S) from None


async def _exchanged(settings: EmailSettings, api: Api, kept: Kept) -> tuple[str, float]:
    """A new access token, and for how long it is kept. A refresh token that is set anew goes before one that was given for another."""
    name = f"refresh:{hashlib.sha256(settings.refresh_token.encode()).hexdigest()[:16]}"
    newest = await kept.get(name)
    form = {
        "grant_type": "refresh_token",
        "client_id": settings.client_id,
        "client_secret": settings.client_secret,
        "scope": settings.scope,
    }
    for refresh_token in filter(None, (newest, settings.refresh_token)):
        given = {field: value for field, value in {**form, "refresh_token": refresh_token}.items() if value}
        answer = await api.call("POST", settings.token_address, fine=[BAD_REQUEST], data=given)
        if answer.status == BAD_REQUEST:
            if text_at(answer.body, "error") != NO_GRANT or refresh_token == settings.refresh_token:
                raise api.judge(answer)  # of the application, the scope, a proxy: the token that was given last may be good
            await kept.forget(name, only=refresh_token)
            continue
        if other := text_at(answer.body, "refresh_token"):
            await kept.put(name, other, REFRESH_S)
        return token_in(answer)
    raise Refused("the refresh token is no good")
