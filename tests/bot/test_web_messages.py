"""What the web channel accepts, and the clear error that all else gets."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web import LARGEST_BODY, WAIT_S, BadRequest, Inbound, WebChannel, read_message, read_query
from data.errors import SettingsError

CONVERSATION = "0123456789abcdef" * 2
INTENTS = {"track_order", "greet"}


def body(**fields: Any) -> bytes:
    return json.dumps({"conversation": CONVERSATION, "message_id": "m-1", **fields}).encode()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("hello", "hello"),
        ("  two\nlines ", "two\nlines"),
        ("😀🎉👩‍👩‍👧", "😀🎉👩‍👩‍👧"),
        ("أين طلبي؟", "أين طلبي؟"),
        ("שלום", "שלום"),
        ("我的订单", "我的订单"),
        ("nul\0 inside", "nul  inside"),
        ("x" * 4_000, "x" * 4_000),
        ("/track_order", "\N{FRACTION SLASH}track_order"),
        ('/greet{"a": "b"}', '\N{FRACTION SLASH}greet{"a": "b"}'),
    ],
)
def test_text_is_taken_as_text(text: str, read: str) -> None:
    assert read_message(body(text=text), INTENTS) == Inbound(CONVERSATION, "m-1", read)


def test_a_button_is_taken_as_an_intent() -> None:
    assert read_message(body(button="/track_order"), INTENTS).text == "/track_order"


@pytest.mark.parametrize(
    ("request_body", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"{", 400, "invalid_json"),
        (b"\xff\xfe", 400, "invalid_json"),
        (b"[]", 400, "invalid_json"),
        (b"[" * 30_000, 400, "invalid_json"),
        (b"{}", 400, "invalid_conversation"),
        (b" " * (LARGEST_BODY + 1), 413, "too_large"),
        (body(), 400, "invalid_text"),
        (body(text=7), 400, "invalid_text"),
        (body(text=""), 400, "empty"),
        (body(text=" \0\t"), 400, "empty"),
        (body(text="\ud800"), 400, "invalid_text"),
        (body(text="x" * 4_001), 413, "too_long"),
        (body(text="hi", message_id=""), 400, "invalid_message_id"),
        (body(text="hi", message_id=5), 400, "invalid_message_id"),
        (body(text="hi", conversation="../../etc"), 400, "invalid_conversation"),
        (body(button="/nowhere"), 400, "unknown_button"),
        (body(button="/restart"), 400, "unknown_button"),
        (body(button='/greet{"a":1}'), 400, "unknown_button"),
        (body(button=None), 400, "unknown_button"),
    ],
)
def test_bad_input_is_a_clear_error(request_body: bytes, status: int, code: str) -> None:
    with pytest.raises(BadRequest) as problem:
        read_message(request_body, INTENTS)
    assert (problem.value.status, problem.value.code) == (status, code)
    assert str(problem.value)


@given(
    st.binary(max_size=200)
    | st.dictionaries(st.text(max_size=12), st.none() | st.text() | st.integers()).map(lambda d: json.dumps(d).encode())
)
def test_nothing_else_ever_comes_out(request_body: bytes) -> None:
    with contextlib.suppress(BadRequest):
        read_message(request_body, INTENTS)


def test_a_query_for_replies_is_read() -> None:
    assert read_query({"conversation": [CONVERSATION]}) == (CONVERSATION, "0-0", 0.0)
    assert read_query({"conversation": [CONVERSATION], "after": ["17-3"], "wait": ["99"]}) == (CONVERSATION, "17-3", WAIT_S)


@pytest.mark.parametrize("given", [{"burst_seconds": -1}, {"burst_seconds": "1"}, {"burst_seconds": 60}, {"burst": 1}])
def test_a_wrong_setting_of_the_channel_is_a_clear_error(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="burst_seconds"):
        WebChannel.from_credentials(given)
