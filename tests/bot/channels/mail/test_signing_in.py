"""Signing in to a mailbox in a browser: the page, the code, and what is no code."""

import asyncio
import base64
import hashlib
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.channels.frame.api import Api
from bot.channels.mail.settings import EmailSettings
from bot.channels.mail.signing_in import SigningIn
from data.errors import DataError
from tests.support.messaging.platform import Platform, Says, platform

ANSWER = {"access_token": "a", "expires_in": 3_599, "refresh_token": "1//the-refresh-token"}


@pytest.fixture
def provider() -> Iterator[Platform]:
    with platform(lambda call, number: Says(body=ANSWER)) as running:
        yield running


def signing_in(provider: Platform, oauth: str = "google") -> SigningIn:
    hosts = {"imap_host": "imap.gmail.com", "smtp_host": "smtp.gmail.com", "token_url": provider.url}
    about = {"oauth": oauth, "client_id": "app-1", "client_secret": "app-secret-1", "refresh_token": "none as yet"}
    return SigningIn(EmailSettings(address="help@shop.example", **about, **hosts))


def exchanged(given: SigningIn, pasted: str) -> str:
    async def main() -> str:
        api = Api()
        try:
            return await given.refresh_token(api, pasted)
        finally:
            await api.close()

    return asyncio.run(main())


def test_the_code_that_the_browser_brings_gives_a_refresh_token(provider: Platform) -> None:
    given = signing_in(provider)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(given.page).query).items()}
    assert (asked["client_id"], asked["access_type"], asked["login_hint"]) == ("app-1", "offline", "help@shop.example")
    assert asked["scope"] == "https://mail.google.com/"
    assert exchanged(given, f"http://localhost:8765/?state={asked['state']}&code=4/0A&scope=x") == ANSWER["refresh_token"]
    [form] = [call.form for call in provider.calls]
    assert (form["grant_type"], form["code"], form["redirect_uri"]) == ("authorization_code", "4/0A", "http://localhost:8765")
    made_of = hashlib.sha256(form["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(made_of).decode().rstrip("=") == asked["code_challenge"]


def test_microsofts_page_is_the_organisations(provider: Platform) -> None:
    page = urlsplit(signing_in(provider, "microsoft").page)
    assert (page.netloc, page.path) == ("login.microsoftonline.com", "/common/oauth2/v2.0/authorize")
    assert "offline_access" in page.query


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("http://localhost:8765/?state=another&code=1", "this sign-in"), ("http://localhost:8765/?code=1", "this sign-in"),
        ("", "this sign-in"),
        ("http://localhost:8765/?error=access_denied&error_description=no", "access_denied no"),
    ],
)  # fmt: skip
def test_another_address_is_refused(provider: Platform, pasted: str, why: str) -> None:
    with pytest.raises(DataError, match=why):
        exchanged(signing_in(provider), pasted)
    assert provider.calls == []


def test_a_provider_that_gives_none_says_why(provider: Platform) -> None:
    given = signing_in(provider)
    pasted = f"http://localhost:8765/?state={given.state}&code=1"
    for says, why in ((Says(400, {"error": "invalid_grant"}), "invalid_grant"), (Says(body={"access_token": "a"}), "offline access")):
        provider.planned = [says]
        with pytest.raises(DataError, match=why):
            exchanged(given, pasted)
