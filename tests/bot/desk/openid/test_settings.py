"""What the desk can be told of an issuer."""

from typing import Any

import pytest

from bot.desk.openid.settings import VARIABLE
from bot.desk.settings import DeskSettings
from data.errors import SettingsError

GIVEN = {
    "issuer": "https://accounts.google.com",
    "client_id": "heed",
    "public_url": "https://desk.shop.example/",
    "agents": ["@shop.example"],
}


def test_the_secret_comes_from_the_environment_and_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "a secret\n")
    found = DeskSettings.read({"company": "The shop", "openid": GIVEN})
    assert found.openid
    assert (found.openid.client_secret, found.openid.callback) == ("a secret", "https://desk.shop.example/desk/openid/callback")
    assert "a secret" not in repr(found)
    assert DeskSettings.read({}).openid is None


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"issuer": "http://accounts.google.com"}, "issuer must be an address that begins with https://"),
        ({"issuer": "https://evil@shop.example"}, "issuer must be"),
        ({"public_url": "https://desk.shop.example?x=1"}, "public_url must be"),
        ({"client_id": ""}, "client_id must be given"),
        ({"agents": []}, "nobody could sign in"),
        ({"agents": [" "]}, "names of groups"),
        ({"scopes": ["email"]}, "scopes must hold openid"),
        ({"pasword": True}, "a setting must be one of"),
    ],
)
def test_what_is_no_good_is_named(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        DeskSettings.read({"openid": {**GIVEN, **changed}})


def test_what_is_missing_is_named() -> None:
    with pytest.raises(SettingsError, match="openid must say client_id, public_url"):
        DeskSettings.read({"openid": {"issuer": "https://accounts.google.com"}})
