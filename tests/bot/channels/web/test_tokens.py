"""Keys and tokens: made, kept, read, and refused."""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.channels.web.tokens import ACCESS, Tokens
from bot.server.http.errors import BadRequest
from bot.server.http.secrets import IDENTITY_VARIABLE, VARIABLE, identity_key, server_key
from data.errors import SettingsError
from tests.bot.conftest import CONVERSATION

IDENTITY = b"a secret that the site's backend knows"


def code(call: Any, *arguments: Any) -> str:
    with pytest.raises(BadRequest) as problem:
        call(*arguments)
    assert problem.value.status == 401
    return problem.value.code


def identity(**claims: Any) -> str:
    return jwt.encode({"sub": "customer 7", "exp": time.time() + 60, **claims}, IDENTITY, "HS256")


def test_a_token_opens_its_conversation(tokens: Tokens) -> None:
    visitor = tokens.visitor(tokens.access(CONVERSATION, "de"))
    assert (visitor.conversation, visitor.locale) == (CONVERSATION, "de")
    assert 890 < visitor.until - time.time() <= 900
    assert tokens.refreshed(tokens.refresh(CONVERSATION, 60)) == CONVERSATION


def test_an_old_token_says_so(tokens: Tokens) -> None:
    assert code(tokens.visitor, tokens.access(CONVERSATION, life_s=-1)) == "token_expired"


def test_no_other_token_will_do(tokens: Tokens) -> None:
    claims = {"aud": ACCESS, "sub": CONVERSATION, "exp": time.time() + 60}
    key = secrets.token_bytes(64)
    for token in (
        "",
        "x.y.z",
        tokens.refresh(CONVERSATION, 60),
        jwt.encode(claims, "", "none"),
        jwt.encode(claims, key, "HS256"),
        Tokens(key).access(CONVERSATION),
        tokens.access(CONVERSATION)[:-3],
        identity(),
    ):
        assert code(tokens.visitor, token) == "token_invalid"
    assert code(Tokens(key).visitor, jwt.encode(claims, key, "HS512")) == "token_invalid"
    assert code(Tokens(key).visitor, jwt.encode({**claims, "exp": None}, key, "HS256")) == "token_invalid"
    assert code(tokens.refreshed, tokens.access(CONVERSATION)) == "token_invalid"


def test_a_customer_has_one_conversation_on_all_devices(tokens: Tokens) -> None:
    first = tokens.identified(identity())
    assert tokens.identified(identity(name="Jo")) == first
    assert tokens.identified(identity(sub="customer 8")) != first
    assert code(tokens.identified, identity(exp=time.time() - 60)) == "token_expired"
    assert code(tokens.identified, identity(sub="")) == "token_invalid"
    assert code(tokens.identified, jwt.encode({"sub": "customer 7"}, IDENTITY, "HS256")) == "token_invalid"
    assert code(tokens.identified, tokens.access(first)) == "token_invalid"
    assert code(Tokens(secrets.token_bytes(32)).identified, identity()) == "token_invalid"


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    make = "from bot.server.http.secrets import server_key; print(server_key().hex())"
    root = Path(__file__).parents[4]
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", make], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    keys = {process.communicate()[0] for process in processes}
    file = tmp_path / ".heed" / "secret"
    assert keys == {f"{server_key(file).hex()}\n".encode()}
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret"]
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        server_key(file)


@pytest.mark.parametrize("weak", ["", "secret", "0" * 64, "ab" * 32, "x" * 64, secrets.token_hex(16)])
def test_a_weak_secret_is_a_clear_error(weak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, weak)
    with pytest.raises(SettingsError, match="HEED_SECRET must hold 32 random bytes"):
        server_key()


def test_the_identity_secret_is_long_and_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(IDENTITY_VARIABLE, "short")
    with pytest.raises(SettingsError, match="32 characters at least"):
        identity_key()
    same = secrets.token_hex(32)
    monkeypatch.setenv(IDENTITY_VARIABLE, same)
    assert identity_key() == same.encode()
    monkeypatch.setenv(VARIABLE, same)
    with pytest.raises(SettingsError, match="another secret"):
        identity_key()
