"""The web channel as a widget meets it: a real server with the tiny assistant, a real redis-server, real HTTP."""

import re
import shutil
import socket
import time
from collections.abc import Iterator

import jwt
import pytest

from bench.web.channel_break_ins import PDF, attempts
from bench.web.channel_requests import cases
from bot.channels.web.identities import LEEWAY_S
from bot.channels.web.tokens import Tokens
from bot.server.http.secrets import server_key
from bot.workspace import Workspace
from tests.integration.conftest import CREDENTIALS, IDENTITY_SECRET, SITE
from tests.support import tiny
from tests.support.chat import Chat, ask
from tests.support.rasa_process import RasaProcess, running


@pytest.fixture
def chat(server: RasaProcess) -> Chat:
    return Chat(server.url)


def test_a_session_offers_what_the_domain_offers(chat: Chat) -> None:
    assert chat.session["greeting"] == "Hello!"
    assert [button["title"] for button in chat.session["suggestions"]] == ["Where is my order?", "When do I get my money back?"]
    assert chat.session["person"]["title"] == "I would like to talk to a person"
    assert chat.say(button=chat.session["suggestions"][0]["payload"]).body["replies"][0]["text"] == "It is on its way."
    for _ in range(2):
        assert chat.say(button=chat.session["person"]["payload"]).body["replies"][0]["text"] == "A person will write to you here."


def test_all_tabs_and_a_reload_show_the_same_once(server: RasaProcess, chat: Chat) -> None:
    tab = chat.stream()
    assert next(tab)[0] == "live"
    for _ in range(2):  # the network dropped, and the browser sends it again
        assert chat.say("where is my order", message_id="m-1").status == 200
    seen = [next(tab) for _ in range(4)]
    assert [name for name, _ in seen].count("typing") == 2
    messages = [data for name, data in seen if name == "message"]
    assert [(data["from"], data.get("message_id", data.get("to"))) for data in messages] == [("customer", "m-1"), ("assistant", "m-1")]
    reloaded = Chat(server.url, refresh_token=chat.session["refresh_token"])
    assert reloaded.conversation == chat.conversation
    assert reloaded.events() == messages
    assert reloaded.events(messages[0]["event"]) == messages[1:]
    last = {"Last-Event-ID": messages[0]["event"], **reloaded.headers}
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        lines = "".join(f"{name}: {value}\r\n" for name, value in last.items())
        raw.sendall(f"GET /chat/events?after=0-0 HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
        read = b""
        while b"event: live" not in read:
            read += raw.recv(4096)
    assert messages[0]["event"].encode() not in read
    assert messages[1]["event"].encode() in read


def test_a_message_is_acknowledged_at_once_unless_the_client_waits(chat: Chat) -> None:
    answer = chat.say("where is my order", wait_s=0, message_id="m-1")
    assert (answer.status, answer.body) == (202, {"message_id": "m-1"})
    waited = chat.say("where is my order", message_id="m-1")
    assert waited.status == 200
    assert waited.headers["Preference-Applied"] == "wait=20"
    assert [reply["to"] for reply in waited.body["replies"]] == ["m-1"]


def test_a_typed_intent_is_only_text(chat: Chat) -> None:
    assert chat.say("/choose").body["replies"][0]["text"] == "Which?"  # by its words
    assert chat.say('/talk_to_person{"a": 1}').body["replies"][0]["text"] == "Pardon?"
    assert chat.events()[0]["text"] == "/choose"


def test_a_button_is_used_once_and_by_its_conversation_only(server: RasaProcess, chat: Chat) -> None:
    [button, other] = chat.say("choose").body["replies"][0]["buttons"]
    for _ in range(2):
        assert chat.say(button=button["payload"], message_id="b-1").body["replies"][0]["text"] == "It is on its way."
    again = chat.say(button=button["payload"], message_id="b-2")
    assert (again.status, again.body["error"]["code"]) == (409, "button_used")
    assert Chat(server.url).say(button=other["payload"]).body["error"]["code"] == "unknown_button"
    assert [event["buttons"] for event in chat.events() if "buttons" in event] == [[button, other]]
    assert "My order" in [event.get("button") for event in chat.events()]
    assert "My order" in chat.get("transcript").body


def test_a_stream_says_that_its_token_has_run_out(server: RasaProcess, chat: Chat) -> None:
    chat.session["access_token"] = Tokens(server_key(Workspace(server.folder).secret)).access(chat.conversation, life_s=2 - LEEWAY_S)
    assert [name for name, _ in chat.stream()] == ["live", "expired"]
    assert chat.say("hello").body["error"]["code"] == "token_expired"


def test_ratings_are_shown_to_all_tabs_once(chat: Chat) -> None:
    assert chat.post("ratings", {"conversation": 5}).status == 404
    reply = chat.say("where is my order").body["replies"][0]["event"]
    for _ in range(2):
        assert chat.post("ratings", {"event": reply, "value": "up", "reason": "quick"}).status == 204
    assert chat.post("ratings", {"event": reply, "value": "down"}).status == 204
    assert [event["value"] for event in chat.events() if event.get("rated") == reply] == ["up", "down"]
    assert chat.post("ratings", {"conversation": 4, "comment": "fine"}).status == 204
    mine = chat.events()[0]["event"]
    assert chat.post("ratings", {"event": mine, "value": "up"}).body["error"]["code"] == "unknown_event"


def test_a_file_is_uploaded_sent_and_read(server: RasaProcess, chat: Chat) -> None:
    upload = chat.upload("../<b>bill</b>.exe", PDF)
    assert upload.status == 201
    assert (upload.body["name"], upload.body["type"]) == ("b_.pdf", "application/pdf")
    assert chat.say(upload=upload.body["upload"], text="my order").status == 200
    assert chat.events()[0]["upload"] == upload.body
    got = ask(f"{server.url}{upload.body['url']}?access_token={chat.token}")
    assert got.body.encode() == PDF
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert chat.upload("x.png", b"MZ").body["error"]["code"] == "unknown_file"
    assert chat.upload("x.pdf", b"%PDF-1.7" + b"x" * 5_300_000).status == 413


def test_a_folder_that_cant_be_written_is_json_for_the_customer_and_a_sentence_for_the_owner(server: RasaProcess, chat: Chat) -> None:
    uploads = Workspace(server.folder).uploads
    aside = uploads.with_name("aside")
    if uploads.exists():
        uploads.rename(aside)
    uploads.write_text("a file in the folder's place", encoding="utf-8")
    try:
        refused = chat.upload("a.pdf", PDF)
    finally:
        uploads.unlink()
        if aside.exists():
            aside.rename(uploads)
    assert (refused.status, refused.body["error"]["code"]) == (503, "unavailable")
    log = (server.folder / f"{server.port}.log").read_text(encoding="utf-8")
    assert "A request can't be served" in log
    assert "Traceback" not in log.partition("A request can't be served")[2][:2_000]
    assert chat.upload("a.pdf", PDF).status == 201


def test_a_sites_own_customer_finds_the_conversation_on_another_device(server: RasaProcess) -> None:
    identity = identity_of("customer 7")
    Chat(server.url, identity=identity).say("where is my order", message_id="phone-1")
    assert "phone-1" in [event.get("message_id") for event in Chat(server.url, identity=identity).events()]


def test_who_was_in_a_browser_before_its_customer_signed_in_is_out(server: RasaProcess, chat: Chat) -> None:
    chat.say("where is my order")
    upload = chat.upload("a.pdf", PDF).body["upload"]
    listening = chat.stream()
    while next(listening)[0] != "live":
        pass
    old = {"refresh_token": chat.session["refresh_token"]}
    ada = Chat(server.url, identity=identity_of("ada"), **old)
    assert ada.conversation == chat.conversation
    ada.say("my secret word")
    assert next(name for name, _ in listening if name != "typing") == "expired"
    assert list(listening) == []
    refused = [chat.say("hi"), chat.get("events"), chat.get("transcript"), chat.get(f"uploads/{upload}"), chat.upload("b.pdf", PDF)]
    refused += [chat.post("deletion", {"confirm": True}), chat.post("contact", {"contact": "eve@example.com"}), chat.post("end", {})]
    refused += [chat.post("typing", {}), chat.post("ratings", {"conversation": 1}), ask(f"{server.url}/chat/sessions", old)]
    assert {(each.status, each.body["error"]["code"]) for each in refused} == {(401, "token_invalid")}
    assert Chat(server.url, identity=identity_of("bob"), **old).events() == []
    again = Chat(server.url, refresh_token=ada.session["refresh_token"])
    assert again.conversation == ada.conversation
    assert "my secret word" in str(again.events())


def test_what_a_customer_deleted_stays_theirs_to_write_on(server: RasaProcess, chat: Chat) -> None:
    chat.say("where is my order")
    old = {"refresh_token": chat.session["refresh_token"]}
    ada = Chat(server.url, identity=identity_of("ada, who deletes"), **old)
    assert ada.post("deletion", {"confirm": True}).status == 204
    assert ada.say("my secret word").status == 200
    for token in (old, {"refresh_token": ada.session["refresh_token"]}):
        assert Chat(server.url, identity=identity_of("bob"), **token).events() == []
    assert "my secret word" in str(Chat(server.url, identity=identity_of("ada, who deletes")).events())


def identity_of(customer: str) -> str:
    return jwt.encode({"sub": customer, "exp": time.time() + 60}, IDENTITY_SECRET, "HS256")


def test_only_listed_sites_may_use_it(server: RasaProcess, chat: Chat) -> None:
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = ask(f"{server.url}/chat/messages", None, {"Origin": SITE, **preflight}, "OPTIONS")
    assert (allowed.status, allowed.headers["Access-Control-Allow-Origin"], allowed.headers["Vary"]) == (204, SITE, "Origin")
    assert "Authorization" in allowed.headers["Access-Control-Allow-Headers"]
    for origin in ("https://evil.example", "null", f"{SITE}.evil.example", "http://shop.example"):
        refused = ask(f"{server.url}/chat/messages", None, {"Origin": origin, **preflight}, "OPTIONS")
        assert (refused.status, refused.body["error"]["code"]) == (403, "forbidden_origin")
        assert "Access-Control-Allow-Origin" not in refused.headers
        assert chat.post("messages", {"message_id": "x", "text": "hi"}, Origin=origin).status == 403
    assert chat.events() == []
    assert ask(f"{server.url}/chat/sessions", {}, {"Origin": server.url}).headers["Access-Control-Allow-Origin"] == server.url
    failed = chat.post("messages", {}, Origin=SITE)
    assert (failed.status, failed.headers["Access-Control-Allow-Origin"]) == (400, SITE)


@pytest.fixture(scope="module")
def strict(server: RasaProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaProcess]:
    """A second server on the same state and with the same keys, with a limit, and two workers."""
    folder = tmp_path_factory.mktemp("strict")
    tiny.write(folder, credentials=CREDENTIALS.replace("messages_per_minute: 0", "messages_per_minute: 5"))
    secret = Workspace(folder).secret
    secret.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(Workspace(server.folder).secret, secret)
    with running(folder, server.model, server.redis_url, workers=2) as process:
        yield process


def test_too_many_requests_are_told_to_wait(server: RasaProcess, strict: RasaProcess) -> None:
    chat = Chat(strict.url)
    answers = [chat.say("where is my order", wait_s=0) for _ in range(8)]
    assert [answer.status for answer in answers] == [202] * 5 + [429] * 3
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 12
    assert Chat(strict.url).say("where is my order", wait_s=0).status == 202
    # The token of one process opens the conversation at another.
    moved = Chat(server.url, refresh_token=chat.session["refresh_token"])
    assert len([event for event in moved.events() if event.get("from") == "customer"]) == 5


def test_metrics_of_two_workers_are_added_up(strict: RasaProcess) -> None:
    """Each request comes on a connection of its own, and so to either of them."""
    for _ in range(12):
        assert Chat(strict.url).say("where is my order", wait_s=0).status == 202
    headers = {"Authorization": f"Bearer {tiny.METRICS_TOKEN}"}
    shown = [ask(f"{strict.url}/metrics", None, headers).body for _ in range(8)]
    counted = {re.findall(r'heed_messages_accepted_total\{channel="web"\} (\d+)', each)[0] for each in shown}
    assert len(counted) == 1
    assert int(counted.pop()) >= 12


def test_nobody_reads_or_writes_anothers_conversation(server: RasaProcess) -> None:
    assert [result for result in attempts(server.url, server.folder, 50) if result.value] == []


def test_requests_of_all_kinds_get_an_answer_that_is_described(server: RasaProcess) -> None:
    found = {result.metric: result.value for result in cases(server.url, 200)}
    assert found["cases"] >= 200
    assert found["answers of 5xx"] == found["hangs"] == found["answers that differ from the description"] == 0


def test_open_streams_do_not_hold_up_a_stop(strict: RasaProcess) -> None:
    """Stands last: afterwards that process is gone."""
    streams = [Chat(strict.url).stream() for _ in range(5)]
    assert {next(stream)[0] for stream in streams} == {"live"}
    started = time.monotonic()
    strict.stop()
    assert strict.process.returncode == 0
    assert time.monotonic() - started < 15  # Sanic would wait so long for connections that are open
