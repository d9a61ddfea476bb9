"""Tokens: made, read, and refused."""

import secrets
import time
from typing import Any

import jwt
import pytest

from bot.channels.web.tokens import ACCESS, Tokens
from bot.server.http.errors import BadRequest
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
    assert 950 < visitor.until - time.time() <= 960
    assert tokens.refreshed(tokens.refresh(CONVERSATION, 60)).conversation == CONVERSATION


def test_a_token_says_which_customer_it_was_given_to(tokens: Tokens) -> None:
    own = "a" * 32
    assert tokens.visitor(tokens.access(CONVERSATION, whose=own)).whose == own
    assert tokens.refreshed(tokens.refresh(CONVERSATION, 60, own)).whose == own
    assert tokens.visitor(tokens.access(CONVERSATION)).whose == tokens.refreshed(tokens.refresh(CONVERSATION, 60)).whose == ""


def test_an_old_token_says_so(tokens: Tokens) -> None:
    assert code(tokens.visitor, tokens.access(CONVERSATION, life_s=-61)) == "token_expired"


def test_servers_clocks_may_be_a_minute_apart(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    for apart_s, read in ((-55, True), (55, True), (-65, False), (65, False)):
        monkeypatch.setattr(time, "time", lambda: now + apart_s)  # noqa: B023
        made = [tokens.access(CONVERSATION, life_s=0 if apart_s < 0 else 900), tokens.refresh(CONVERSATION, 0 if apart_s < 0 else 900)]
        monkeypatch.undo()
        for reading, token in zip((tokens.visitor, tokens.refreshed), made):
            if read:
                assert reading(token)
            else:
                code(reading, token)


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
    assert code(tokens.identified, identity(exp=time.time() - 61)) == "token_expired"
    assert code(tokens.identified, identity(sub="")) == "token_invalid"
    assert code(tokens.identified, jwt.encode({"sub": "customer 7"}, IDENTITY, "HS256")) == "token_invalid"
    assert code(tokens.identified, tokens.access(first)) == "token_invalid"
    assert code(Tokens(secrets.token_bytes(32)).identified, identity()) == "token_invalid"
