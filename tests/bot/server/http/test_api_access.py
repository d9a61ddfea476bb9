"""Rasa's own HTTP API is open to nobody by oversight."""

import uuid

import pytest
from rasa.server import create_app
from sanic import Sanic

from bot.server.http.api_access import refuse_open_api


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sanic, "test_mode", True)  # Rasa gives all its servers one name


@pytest.mark.parametrize("token", [None, ""])
def test_an_api_without_a_token_is_refused(token: str | None) -> None:
    with pytest.raises(SystemExit, match="--auth-token"):
        refuse_open_api(create_app(auth_token=token))


def test_an_api_behind_a_token_is_served() -> None:
    assert refuse_open_api(create_app(auth_token="a long random word"))
    assert refuse_open_api(create_app(jwt_secret="a long random word"))


def test_a_server_without_the_api_needs_no_token() -> None:
    assert not refuse_open_api(Sanic(f"api-{uuid.uuid4().hex}", configure_logging=False))
