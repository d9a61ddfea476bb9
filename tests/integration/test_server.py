"""The server as programs meet it: start, bad input, stop."""

import json
import urllib.error
import urllib.request
import uuid
from typing import Any

import pytest
import redis

from bot.channels.web import HEADERS
from bot.state.embedded import EmbeddedRedis
from tests.integration.conftest import ROOT, Served, free_port, start_heed, stop_heed


def post(served: Served, body: bytes) -> tuple[int, Any]:
    request = urllib.request.Request(f"{served.url}/chat/messages", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def message(text: str, conversation: str | None = None) -> bytes:
    return json.dumps({"conversation": conversation or uuid.uuid4().hex, "message_id": uuid.uuid4().hex, "text": text}).encode()


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "😀🎉",
        "👩‍👩‍👧‍👦",
        "أين طلبي؟",
        "‮evil‬",
        "nul\0byte",
        "{{jinja}} {slot}",
        "' OR 1=1 --",
        "a" * 4_000,
        "/greet",
        "/restart",
        "/greet{}",
        "?",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_any_text_gets_a_plain_answer(served: Served, text: str) -> None:
    status, answer = post(served, message(text))
    assert status == 200
    assert answer["replies"]
    assert all(reply["text"] for reply in answer["replies"])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b"\xff", message(""), message("\0"), b'{"text": "x"}', message("x" * 1_000_000), b"x" * 1_000_000],
    ids=lambda body: f"{body[:12]!r}",
)
def test_bad_input_gets_a_clear_error(served: Served, body: bytes) -> None:
    status, answer = post(served, body)
    assert status in (400, 413)
    assert answer["error"]["code"]
    assert len(answer["error"]["message"]) > 10


def test_a_message_sent_again_is_answered_once(served: Served) -> None:
    body = message("hello")
    first = post(served, body)
    assert post(served, body) == first

    with redis.Redis(unix_socket_path=str(EmbeddedRedis(ROOT / ".heed/redis").socket), decode_responses=True) as state:
        stored = json.loads(state.get(f"tracker:{json.loads(body)['conversation']}") or "{}")
    assert [event["event"] for event in stored["events"]].count("user") == 1


def test_the_page_and_its_assets_come_with_their_headers(served: Served) -> None:
    with urllib.request.urlopen(f"{served.url}/") as page:
        assert b"<!doctype html>" in page.read().lower()
        for header, value in HEADERS.items():
            assert page.headers[header] == value
    with urllib.request.urlopen(f"{served.url}/chat/assets/chat.js") as script:
        assert "javascript" in script.headers["Content-Type"]
    for wrong in ("/chat/assets/index.html", "/chat/assets/..%2f..%2fconfig.yml", "/chat/assets/nothing.js"):
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(served.url + wrong)
        assert error.value.code == 404
        error.value.close()


def test_a_conversation_is_kept_in_redis(served: Served) -> None:

    conversation = uuid.uuid4().hex
    post(served, message("hello", conversation))
    with redis.Redis(unix_socket_path=str(EmbeddedRedis(ROOT / ".heed/redis").socket), decode_responses=True) as state:
        stored = state.get(f"tracker:{conversation}")
        assert stored is not None
        assert "hello" in stored
        assert 0 < state.ttl(f"tracker:{conversation}") <= 24 * 60 * 60


def test_ctrl_c_stops_all_that_was_started(served: Served) -> None:
    second = start_heed(free_port())
    assert stop_heed(second) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(second.url, timeout=2)
    # The embedded Redis belongs to the first, which goes on.
    assert post(served, message("hello"))[0] == 200


def test_a_taken_port_is_a_clear_error(served: Served) -> None:
    import subprocess

    from tests.integration.conftest import HEED

    port = served.url.rpartition(":")[2]
    shown = subprocess.run([HEED, "run", "--port", port], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert shown.returncode == 1
    assert "choose another with --port" in shown.stderr
