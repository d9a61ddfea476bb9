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
from bot.state.keys import key
from tests.integration.conftest import ROOT, Served, free_port, start_heed, stop_heed


def post(served: Served, body: bytes, **headers: str) -> tuple[int, Any]:
    request = urllib.request.Request(f"{served.url}/chat/messages", body, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def get(served: Served, path: str) -> Any:
    with urllib.request.urlopen(served.url + path, timeout=30) as answer:
        return json.load(answer)


def session_state() -> redis.Redis:
    return redis.Redis(unix_socket_path=str(EmbeddedRedis(ROOT / ".heed/redis").socket), decode_responses=True)


def stored_events(conversation: str) -> list[dict[str, Any]]:
    with session_state() as state:
        return [json.loads(event) for event in state.lrange(key(conversation, "events"), 0, -1)]


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

    assert [event["event"] for event in stored_events(json.loads(body)["conversation"])].count("user") == 1


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
    assert "hello" in [event.get("text") for event in stored_events(conversation)]
    with session_state() as state:
        assert 0 < state.ttl(key(conversation, "events")) <= 24 * 60 * 60
        assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_an_answer_can_be_fetched_later_and_from_an_event_on(served: Served) -> None:
    conversation = uuid.uuid4().hex
    first, second = message("hello", conversation), message("where is my order?", conversation)
    status, answer = post(served, first, Prefer="respond-async")
    assert (status, answer) == (202, {"message_id": json.loads(first)["message_id"]})
    fetched = get(served, f"/chat/replies?conversation={conversation}&wait=20")["replies"]
    assert [reply["to"] for reply in fetched] == [answer["message_id"]]
    post(served, second)
    [later] = get(served, f"/chat/replies?conversation={conversation}&after={fetched[-1]['event']}")["replies"]
    assert later["to"] == json.loads(second)["message_id"]


@pytest.mark.parametrize("query", ["", "conversation=x", f"conversation={'0' * 32}&after=yesterday", f"conversation={'0' * 32}&wait=-1"])
def test_a_wrong_query_is_a_clear_error(served: Served, query: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        get(served, f"/chat/replies?{query}")
    assert error.value.code == 400
    assert json.load(error.value)["error"]["message"]
    error.value.close()


def test_health_and_metrics_tell_how_it_is(served: Served) -> None:
    assert get(served, "/health/live") == {"live": True}
    assert get(served, "/health/ready") == {"model": True, "redis": True, "worker": True}
    with urllib.request.urlopen(f"{served.url}/metrics") as answer:
        metrics = answer.read().decode()
    for name in ("messages_accepted_total", "turns_total", "decisions_total", "stage_seconds_bucket", "queue_depth", "dead_letters_total"):
        assert f"heed_{name}" in metrics


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
