"""The server as programs meet it: start, bad input, stop."""

import json
import urllib.error
import urllib.request
import uuid
from typing import Any

import pytest
import redis

from bot.channels.web.routes.pages import HEADERS
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.keys import key
from tests.integration.conftest import ROOT, Served, start_heed, stop_heed
from tests.support.chat import Answer, Chat, ask
from tests.support.rasa_process import free_port


def post(served: Served, body: bytes, chat: Chat | None = None) -> Answer:
    return (chat or Chat(served.url)).post("messages", body, Prefer="wait=20")


def get(served: Served, path: str) -> Any:
    return ask(served.url + path).body


def session_state() -> redis.Redis:
    return redis.Redis(unix_socket_path=str(EmbeddedRedis(ROOT / ".heed/redis").socket), decode_responses=True)


def stored_events(conversation: str) -> list[dict[str, Any]]:
    with session_state() as state:
        return [json.loads(event) for event in state.lrange(key(conversation, "events"), 0, -1)]


def message(text: str) -> bytes:
    return json.dumps({"message_id": uuid.uuid4().hex, "text": text}).encode()


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
    answer = post(served, message(text))
    assert answer.status == 200
    assert answer.body["replies"]
    assert all(reply["text"] for reply in answer.body["replies"])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b"\xff", message(""), message("\0"), b'{"text": "x"}', message("x" * 1_000_000), b"x" * 1_000_000],
    ids=lambda body: f"{body[:12]!r}",
)
def test_bad_input_gets_a_clear_error(served: Served, body: bytes) -> None:
    answer = post(served, body)
    assert answer.status in (400, 413)
    assert answer.body["error"]["code"]
    assert len(answer.body["error"]["message"]) > 10


def test_a_message_sent_again_is_answered_once(served: Served) -> None:
    body, chat = message("hello"), Chat(served.url)
    first = post(served, body, chat)
    assert post(served, body, chat).body == first.body
    assert [event["event"] for event in stored_events(chat.conversation)].count("user") == 1


def test_a_session_begins_with_suggestions_in_the_pages_language(served: Served) -> None:
    assert Chat(served.url, locale="zh-CN").session["suggestions"][0]["title"] == "我的订单到哪里了？"
    assert Chat(served.url).session["person"]["title"] == "Talk to a person"


def test_the_page_and_its_assets_come_with_their_headers(served: Served) -> None:
    with urllib.request.urlopen(f"{served.url}/") as page:
        assert b"<!doctype html>" in page.read().lower()
        for header, value in HEADERS.items():
            assert page.headers[header] == value
    with urllib.request.urlopen(f"{served.url}/heed.js") as script:
        assert "javascript" in script.headers["Content-Type"]
    for wrong in ("/chat/assets/index.html", "/chat/assets/..%2f..%2fconfig.yml", "/chat/assets/nothing.js"):
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(served.url + wrong)
        assert error.value.code == 404
        error.value.close()


def test_a_conversation_is_kept_in_redis(served: Served) -> None:
    chat = Chat(served.url)
    post(served, message("hello"), chat)
    assert "hello" in [event.get("text") for event in stored_events(chat.conversation)]
    with session_state() as state:
        assert 0 < state.ttl(key(chat.conversation, "events")) <= 24 * 60 * 60
        assert all(state.ttl(name) != -1 for name in state.scan_iter())  # -2 is one that went meanwhile


def test_health_and_metrics_tell_how_it_is(served: Served) -> None:
    assert get(served, "/health/live") == {"live": True}
    assert get(served, "/health/ready") == {"model": True, "redis": True, "worker": True}
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{served.url}/metrics")


def test_ctrl_c_stops_all_that_was_started(served: Served) -> None:
    second = start_heed(free_port())
    assert stop_heed(second) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(second.url, timeout=2)
    # The embedded Redis belongs to the first, which goes on.
    assert post(served, message("hello")).status == 200


def test_a_taken_port_is_a_clear_error(served: Served) -> None:
    import subprocess

    from tests.integration.conftest import HEED

    port = served.url.rpartition(":")[2]
    shown = subprocess.run([HEED, "run", "--port", port], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert shown.returncode == 1
    assert "choose another with --port" in shown.stderr
