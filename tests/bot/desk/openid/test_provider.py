"""Codes and ID tokens, of a real issuer on this machine."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from bot.desk.openid import fetched
from bot.desk.openid.fetched import Away
from bot.desk.openid.id_token import NotGood
from bot.desk.openid.provider import Provider
from bot.desk.openid.settings import OpenIdSettings
from bot.desk.openid.transaction import Transaction
from tests.support.messaging.platform import Platform, Says
from tests.support.openid_attacks import ATTACKS
from tests.support.openid_issuer import CLIENT, KIM, SECRET, Issuer, SignsIn, issuing, with_query


@pytest.fixture(scope="module")
def issued() -> Iterator[tuple[Issuer, Platform]]:
    with issuing() as found:
        yield found


@pytest.fixture
def issuer(issued: tuple[Issuer, Platform]) -> Issuer:
    found = issued[0]
    found.sign, found.user = found.signed, dict(KIM)
    return found


def provider(issuer: Issuer, **changed: Any) -> Provider:
    about = {"client_id": CLIENT, "client_secret": SECRET, "public_url": "http://localhost:5005", "agents": ("@shop.example",)}
    return Provider(OpenIdSettings(issuer.url, **{**about, **changed}))


def came_back(found: Provider, transaction: Transaction) -> str:
    """The query that a browser brings back, having signed in."""
    address = asyncio.run(found.sign_in_address(transaction))
    _, back = SignsIn("").get(address)
    assert back.startswith(found.settings.callback)
    return back.partition("?")[2]


def test_a_code_becomes_what_the_issuer_says_of_the_user_once(issuer: Issuer) -> None:
    found, transaction = provider(issuer), Transaction.begun()
    query = came_back(found, transaction)
    claims = asyncio.run(found.claims(query, transaction))
    assert (claims["sub"], claims["email"], claims["iss"]) == (KIM["sub"], KIM["email"], issuer.url)
    with pytest.raises(NotGood, match="invalid_grant"):
        asyncio.run(found.claims(query, transaction))


def test_tokens_that_are_not_good_are_refused(issuer: Issuer) -> None:
    found = provider(issuer)

    async def believed(attack: str) -> bool:
        transaction = Transaction.begun()
        address = await found.sign_in_address(transaction)
        issuer.sign = partial(ATTACKS[attack], issuer)
        _, back = await asyncio.to_thread(SignsIn("").get, address)
        try:
            await found.claims(back.partition("?")[2], transaction)
        except NotGood:
            return False
        return True

    async def main() -> list[str]:
        return [attack for attack in ATTACKS if await believed(attack)]

    assert asyncio.run(main()) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"state": "another"}, "mismatching_state"),
        ({"state": ""}, "mismatching_state"),
        ({"code": ""}, "missing_code"),
        ({"code": "guessed"}, "invalid_grant"),
        ({"iss": "https://evil.example"}, "another issuer"),
        ({"error": "access_denied"}, "access_denied"),
    ],
)
def test_what_a_browser_brings_back_is_checked(issuer: Issuer, changed: dict[str, str], message: str) -> None:
    found, transaction = provider(issuer), Transaction.begun()
    query = with_query(f"?{came_back(found, transaction)}", **changed)[1:]
    with pytest.raises(NotGood, match=message):
        asyncio.run(found.claims(query, transaction))


def test_another_browsers_code_is_of_no_use(issuer: Issuer) -> None:
    found, theirs, ours = provider(issuer), Transaction.begun(), Transaction.begun()
    query = with_query(f"?{came_back(found, theirs)}", state=ours.state)[1:]
    with pytest.raises(NotGood, match="invalid_grant"):  # PKCE
        asyncio.run(found.claims(query, ours))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"issuer": "https://another.example"}, "issuer must be what the issuer calls itself"),
        ({"authorization_endpoint": "http://evil.example/authorize"}, "authorization_endpoint is no address"),
        ({"authorization_endpoint": None}, "authorization_endpoint is no address"),
    ],
)
def test_a_discovery_document_that_is_no_good_is_not_used(
    issued: tuple[Issuer, Platform], issuer: Issuer, changed: dict[str, Any], message: str
) -> None:
    issued[1].planned = []
    right = issued[1].usual
    issued[1].usual = lambda call, number: Says(body={**right(call, number).body, **changed})
    try:
        with pytest.raises(Away, match=message):
            asyncio.run(provider(issuer).sign_in_address(Transaction.begun()))
    finally:
        issued[1].usual = right


def test_who_comes_while_the_issuer_is_silent_is_told_so_together(
    issued: tuple[Issuer, Platform], issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, platform, right = provider(issuer), issued[1], issued[1].usual

    async def come(count: int) -> list[object]:
        platform.calls.clear()
        signing_in = (found.sign_in_address(Transaction.begun()) for _ in range(count))
        return [type(each) for each in await asyncio.gather(*signing_in, return_exceptions=True)]

    async def main() -> None:
        platform.usual = lambda call, number: Says(503, after_s=0.1)
        assert (await come(5), len(platform.calls)) == ([Away] * 5, 1)
        platform.usual = right
        assert (await come(1), platform.calls) == ([Away], [])  # it isn't asked again for a moment
        monkeypatch.setattr(fetched, "FAILED_S", 0.0)
        assert (await come(3), len(platform.calls)) == ([str] * 3, 1)
        monkeypatch.setattr("bot.desk.openid.provider.KNOWN_S", 0.0)
        platform.usual = lambda call, number: Says(503, after_s=0.1)
        assert (await come(3), len(platform.calls)) == ([str] * 3, 1)  # what is older is used on

    try:
        asyncio.run(main())
    finally:
        platform.usual = right


def test_an_issuer_that_is_away_is_said_to_be(issued: tuple[Issuer, Platform], issuer: Issuer) -> None:
    with issued[1].down(), pytest.raises(Away, match="can't be reached"):
        asyncio.run(provider(issuer).sign_in_address(Transaction.begun()))
