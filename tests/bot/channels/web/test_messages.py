"""What the web channel accepts as a message, and the clear error that all else gets."""

import contextlib
import json
import secrets
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.routes.messages import Message, preferred_wait, read_message
from bot.channels.web.tokens import Button, Tokens, Visitor
from bot.server.files.uploads import Files
from bot.server.http.errors import BadRequest
from bot.state.messages import Inbound
from tests.bot.conftest import CONVERSATION

INTENTS = {"track_order", "greet"}


def body(**fields: Any) -> bytes:
    return json.dumps({"message_id": "m-1", **fields}).encode()


@pytest.fixture
def read(tokens: Tokens, visitor: Visitor, files: Files) -> Any:
    return lambda sent, intents=INTENTS: read_message(sent, visitor, tokens, files, intents)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "hello"),
        ("  two\nlines ", "two\nlines"),
        ("😀🎉👩‍👩‍👧", "😀🎉👩‍👩‍👧"),
        ("أين طلبي؟", "أين طلبي؟"),
        ("我的订单", "我的订单"),
        ("nul\0 inside", "nul  inside"),
        ("x" * 4_000, "x" * 4_000),
        ("/track_order", "\N{FRACTION SLASH}track_order"),
        ('/greet{"a": "b"}', '\N{FRACTION SLASH}greet{"a": "b"}'),
    ],
)
def test_text_is_taken_as_text_and_shown_as_typed(read: Any, text: str, said: str) -> None:
    message: Message = read(body(text=text))
    assert message.inbound.text == said
    assert message.inbound.typed
    assert message.shown == {"message_id": "m-1", "text": said.replace("\N{FRACTION SLASH}", "/")}


def test_a_message_knows_its_conversation_and_language(read: Any) -> None:
    assert read(body(text="hi")).inbound == Inbound(CONVERSATION, "m-1", "hi", "web", {"shown": "hi", "locale": "zh-CN"})


def test_a_button_says_its_payload_and_shows_its_title(read: Any, tokens: Tokens) -> None:
    payload = tokens.button(CONVERSATION, Button("Where is it?", "/track_order", "7-0.b0"))
    message: Message = read(body(button=payload))
    assert (message.inbound.text, message.uses) == ("/track_order", "7-0.b0")
    assert message.shown == {"message_id": "m-1", "text": "Where is it?", "button": "Where is it?"}


def test_a_button_of_another_conversation_or_server_is_none(read: Any, tokens: Tokens) -> None:
    button = Button("Where is it?", "/track_order", "7-0.b0")
    for payload in (
        tokens.button("f" * 32, button),
        Tokens(secrets.token_bytes(32)).button(CONVERSATION, button),
        tokens.access(CONVERSATION),
        "/track_order",
    ):
        with pytest.raises(BadRequest) as problem:
            read(body(button=payload))
        assert problem.value.code in ("unknown_button", "invalid_button")


def test_an_upload_comes_with_words_or_without(read: Any, files: Files) -> None:
    upload = files.keep(files.write(CONVERSATION, b"%PDF-1.7"), "bill.pdf", "application/pdf")
    with_words: Message = read(body(upload=upload.upload, text="my bill"))
    assert (with_words.inbound.text, with_words.inbound.about["shown"]) == ("my bill", "my bill [bill.pdf]")
    assert with_words.shown["upload"] == {**asdict(upload), "url": f"/chat/uploads/{upload.upload}"}
    assert read(body(upload=upload.upload)).inbound.text == "bill.pdf"
    assert read(body(upload=upload.upload), {"share_file"}).inbound.text == "/share_file"
    other = files.keep(files.write("f" * 32, b"%PDF-1.7"), "x.pdf", "application/pdf")
    with pytest.raises(BadRequest, match="that this conversation uploaded"):
        read(body(upload=other.upload))


@pytest.mark.parametrize(
    ("request_body", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"{", 400, "invalid_json"),
        (b"\xff\xfe", 400, "invalid_json"),
        (b"[]", 400, "invalid_json"),
        (b"[" * 30_000, 400, "invalid_json"),
        (b"{}", 400, "invalid_message_id"),
        (body(), 400, "invalid_text"),
        (body(text=7), 400, "invalid_text"),
        (body(text=""), 400, "empty"),
        (body(text=" \0\t"), 400, "empty"),
        (body(text="\ud800"), 400, "invalid_text"),
        (body(text="x" * 4_001), 413, "too_long"),
        (body(text="\ufdfa" * 300), 413, "too_long"),
        (body(text="hi", message_id=""), 400, "invalid_message_id"),
        (body(text="hi", message_id=5), 400, "invalid_message_id"),
        (body(text="hi", conversation=CONVERSATION), 400, "unknown_field"),
        (body(text="hi", button="/greet"), 400, "invalid_button"),
        (body(button="/restart"), 400, "invalid_button"),
        (body(button=None), 400, "invalid_button"),
        (body(upload="../../etc"), 400, "invalid_upload"),
        (body(upload="0" * 32), 400, "unknown_upload"),
    ],
)
def test_bad_input_is_a_clear_error(read: Any, request_body: bytes, status: int, code: str) -> None:
    with pytest.raises(BadRequest) as problem:
        read(request_body)
    assert (problem.value.status, problem.value.code) == (status, code)
    assert str(problem.value)


@given(
    st.binary(max_size=200)
    | st.dictionaries(
        st.sampled_from(["message_id", "text", "button", "upload"]) | st.text(max_size=12), st.none() | st.text() | st.integers()
    ).map(lambda fields: json.dumps(fields).encode())
)
def test_nothing_else_ever_comes_out(request_body: bytes) -> None:
    with contextlib.suppress(BadRequest):
        read_message(request_body, Visitor(CONVERSATION, "", 0), Tokens(b"k" * 32), Files(), INTENTS)


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("", 0),
        ("wait=20", 20),
        ("respond-async, wait=5", 5),
        ("Wait = 7", 7),
        ("wait=999", 60),
        ("wait=x", 0),
        ("await=3", 0),
        ("wait=-1", 0),
    ],
)
def test_how_long_a_client_is_willing_to_wait(prefer: str, seconds: float) -> None:
    assert preferred_wait(prefer) == seconds


def test_a_name_for_the_address_goes_with_the_message(tokens: Tokens, visitor: Visitor, files: Files) -> None:
    body = json.dumps({"message_id": "m1", "text": "hello"}).encode()
    name = tokens.pseudonym("192.0.2.7")
    assert read_message(body, visitor, tokens, files, INTENTS, name).inbound.about["address"] == name
    assert "address" not in read_message(body, visitor, tokens, files, INTENTS).inbound.about
    assert name == tokens.pseudonym("192.0.2.7") != tokens.pseudonym("192.0.2.8")


def test_several_files_go_with_one_message(read: Any, files: Files) -> None:
    kept = [files.keep(files.write(CONVERSATION, b"x"), f"{number}.png", "image/png") for number in range(2)]
    message: Message = read(body(text="look", uploads=[each.upload for each in kept]))
    assert [each["name"] for each in message.shown["uploads"]] == ["0.png", "1.png"]
    assert message.shown["upload"] == message.shown["uploads"][0]
    assert message.inbound.about["shown"] == "look [0.png] [1.png]"
    for wrong in ("x", ["0" * 32], [7], [kept[0].upload] * 11):
        with pytest.raises(BadRequest):
            read(body(text="look", uploads=wrong))


def test_the_page_and_what_the_site_knows_of_its_customer_are_kept_for_people(read: Any) -> None:
    message: Message = read(body(text="hi", page="https://shop.example/cart", customer={"plan": "gold", "Stadt": "Köln"}))
    assert message.inbound.about["page"] == "https://shop.example/cart"
    assert json.loads(message.inbound.about["customer"]) == {"plan": "gold", "Stadt": "Köln"}
    assert not message.shown.keys() & {"page", "customer"}


@pytest.mark.parametrize(
    "field",
    [
        {"page": "https://shop.example/cart?card=4111"},
        {"page": "javascript:alert(1)"},
        {"page": "https://" + "x" * 600},
        {"customer": "gold"},
        {"customer": {"plan": 1}},
        {"customer": {"plan": "x" * 201}},
        {"customer": {"": "x"}},
        {"customer": {"a\nb": "x"}},
        {"customer": {str(number): "x" for number in range(21)}},
    ],
)
def test_other_facts_are_refused(read: Any, field: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        read(body(text="hi", **field))
