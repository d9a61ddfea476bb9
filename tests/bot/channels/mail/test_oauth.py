"""Mailboxes that take access tokens only: both servers, a token that is refused, refresh tokens that change."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bot.channels.frame.api import Api
from bot.channels.mail.oauth import logging_in
from bot.state.deliveries.contract import TryLater
from bot.state.deliveries.kept import Kept
from bot.state.redis.client import connect, disconnect
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.kit import Kit
from tests.support.messaging.mail import EmailKit
from tests.support.messaging.mail_servers import MailPlatform
from tests.support.messaging.platform import Call, Platform, Says, platform
from tests.support.messaging.server import served, until

KIT = EmailKit()
REFRESH = "1//refresh-token-of-the-mailbox"
OAUTH = {"oauth": "microsoft", "client_id": "app-1", "client_secret": "app-secret-1", "refresh_token": REFRESH}
Start = Callable[[Kit], Platform]


@pytest.fixture
def servers(platform_of: Start) -> MailPlatform:
    found = platform_of(KIT)
    assert isinstance(found, MailPlatform)
    return found


@pytest.fixture
def provider(servers: MailPlatform) -> Iterator[Platform]:
    """Gives access tokens, each with another refresh token, of which only the newest is good; the mail servers take the newest only."""
    good = [REFRESH]

    def exchange(call: Call, number: int) -> Says:
        if call.form["refresh_token"] != good[-1]:
            return Says(400, {"error": "invalid_grant"})
        good.append(f"refresh-{number}")
        servers.inbox.tokens = {f"access-{number}"}
        return Says(body={"access_token": f"access-{number}", "expires_in": 3_600, "refresh_token": good[-1]})

    with platform(exchange) as running:
        yield running


def test_mails_are_read_and_sent_with_access_tokens(
    state: RedisClient, servers: MailPlatform, provider: Platform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("EMAIL_PASSWORD")
    monkeypatch.setattr("bot.channels.frame.api.NO_LOGIN_PAUSE_S", 0.2)
    channel = channel_of(KIT, servers.url, **OAUTH, token_url=provider.url)

    async def main() -> None:
        async with served(channel) as server:
            assert (await server.post(KIT.text("1", "hello")))[0] == 200
            await until(lambda: len(servers.taken) == 1)
            assert len(provider.calls) == 1
            servers.inbox.tokens = set()  # as when somebody has revoked it
            assert (await server.post(KIT.text("2", "again")))[0] == 200
            await until(lambda: len(servers.taken) == 2)
            assert await channel.check()

    asyncio.run(main())
    first, second, *_ = [call.form for call in provider.calls]
    about = {"grant_type": "refresh_token", "client_id": "app-1", "client_secret": "app-secret-1"}
    assert {name: first[name] for name in about} == about
    assert "IMAP.AccessAsUser.All" in first["scope"]
    assert (first["refresh_token"], second["refresh_token"]) == (REFRESH, "refresh-1")
    assert not any(secret in caplog.text for secret in (REFRESH, "refresh-1", "access-1", "app-secret-1"))


def test_a_refresh_token_that_is_set_anew_takes_the_place_of_one_that_is_refused(
    state: RedisClient, servers: MailPlatform, provider: Platform
) -> None:
    async def main() -> None:
        channel = channel_of(KIT, servers.url, **OAUTH, token_url=provider.url)
        async with served(channel) as server:
            await channel.kept.put(f"refresh:{_digest(REFRESH)}", "an old one", 60.0)
            assert (await server.post(KIT.text("1", "hello")))[0] == 200
            await until(lambda: len(servers.taken) == 1)

    asyncio.run(main())
    assert provider.calls[-1].form["refresh_token"] in (REFRESH, "refresh-1")


@pytest.mark.parametrize(
    ("says", "kept"),
    [
        (Says(400, {"error": "invalid_client"}), "rotated"), (Says(401, {"error": "invalid_client"}), "rotated"), (Says(403), "rotated"),
        (Says(400, {"error": "invalid_grant"}), None),
    ],
)  # fmt: skip
def test_only_a_grant_that_is_invalid_loses_the_refresh_token_that_was_given_last(
    state: RedisClient, servers: MailPlatform, says: Says, kept: str | None
) -> None:
    name = f"refresh:{_digest(REFRESH)}"

    async def main(token_url: str) -> str | None:
        channel = channel_of(KIT, servers.url, **OAUTH, token_url=token_url)
        async with AsyncExitStack() as stack:
            client = connect()
            stack.push_async_callback(disconnect, client)
            channel.kept, channel.api = Kept(client, "email"), Api()
            stack.push_async_callback(channel.api.close)
            await channel.kept.put(name, "rotated", 60.0)
            with pytest.raises(TryLater):
                async with logging_in(channel.settings, channel.api, channel.kept):
                    raise AssertionError("there is a token")
            return await channel.kept.get(name)

    with platform(lambda *_: says) as provider:
        assert asyncio.run(main(provider.url)) == kept


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"oauth": "yahoo"}, "google"), ({"oauth": "google"}, "client_id"), ({"oauth": "google", "client_id": "a"}, "EMAIL_REFRESH_TOKEN"),
        ({**OAUTH, "tenant": "../evil"}, "tenant"),
    ],
)  # fmt: skip
def test_bad_settings_are_named(servers: MailPlatform, given: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        channel_of(KIT, servers.url, **given)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
