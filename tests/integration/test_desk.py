"""Agents at the desk of a real server, by what their browsers send."""

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.state.desk import Desk
from bot.state.redis.client import connect, disconnect
from tests.support.agents import add_agents
from tests.support.chat import Chat, ask
from tests.support.desk_client import PASSWORD, DeskClient, at
from tests.support.rasa_process import RasaProcess

PDF = b"%PDF-1.7 a price list %%EOF"


@pytest.fixture(scope="module")
def agents(staffed: RasaProcess) -> Iterator[dict[str, DeskClient]]:
    add_agents(staffed.redis_url, {"mia": "lead", "noah": "agent", "eve": "agent"})
    return {agent: DeskClient(staffed.url, agent) for agent in ("mia", "noah")}


@pytest.fixture
def chat(staffed: RasaProcess) -> Chat:
    """A customer who waits for a person."""
    chat = Chat(staffed.url, locale="en-GB")
    chat.say("where is my order")
    chat.say("a person please")
    return chat


def cases(desk: DeskClient) -> dict[str, Any]:
    return {case["conversation"]: case for case in desk.get("cases").body["cases"]}


def test_a_customer_is_seen_taken_answered_and_handed_back(agents: dict[str, DeskClient], chat: Chat) -> None:
    mia = agents["mia"]
    case = cases(mia)[chat.conversation]
    assert (case["owner"], case["asked"], case["why"], case["channel"]) == ("waiting", "where is my order", "talk_to_person", "web")
    assert mia.act(chat.conversation, "take").body["case"]["agent_name"] == "Mia"
    assert mia.act(chat.conversation, "say", "once", text="Hello, this is Mia.").status == 200
    assert mia.act(chat.conversation, "say", "once", text="Hello, this is Mia.").status == 200  # sent again, it is said once
    mia.act(chat.conversation, "note", text="knows the order")
    chat.say("thank you, a message for you", wait_s=0)
    shown = mia.get(at(chat.conversation)).body
    assert [(line["from"], line["text"]) for line in shown["messages"]] == [
        ("customer", "where is my order"),
        ("assistant", "It is on its way."),
        ("customer", "a person please"),
        ("assistant", "A person will write to you here."),
        ("system", ""),
        ("system", "Mia has joined and will answer you here."),
        ("agent", "Hello, this is Mia."),
        ("note", "knows the order"),
        ("customer", "thank you, a message for you"),
    ]
    assert shown["messages"][7]["name"] == "Mia"
    assert shown["case"]["unanswered"]
    assert shown["viewers"] == [{"id": "mia", "name": "Mia"}]
    assert mia.act(chat.conversation, "back").body["case"]["owner"] == "assistant"
    assert chat.conversation not in cases(mia)
    events = chat.events()
    assert [event["text"] for event in events if event.get("from") == "agent"] == ["Hello, this is Mia."]
    assert "knows the order" not in str(events)
    assert "UTC  Mia\nHello, this is Mia." in chat.get("transcript").body
    assert [event.get("rate") for event in events if "owner" in event] == [None, None, True]  # asked once, at the end


def test_two_agents_dont_have_the_same_conversation(agents: dict[str, DeskClient], chat: Chat) -> None:
    mia, noah = agents["mia"], agents["noah"]
    mia.act(chat.conversation, "take")
    refused = noah.act(chat.conversation, "take")
    assert (refused.status, refused.body["error"]["code"]) == (409, "not_yours")
    assert noah.act(chat.conversation, "say", text="Me, too!").status == 409
    assert noah.act(chat.conversation, "close").status == 409
    assert mia.act(chat.conversation, "transfer", to="nobody").body["error"]["code"] == "unknown_agent"
    assert mia.act(chat.conversation, "transfer", to="noah").body["case"]["agent"] == "noah"
    assert mia.act(chat.conversation, "say", text="Still me.").status == 409
    assert noah.act(chat.conversation, "say", text="I am Noah.").status == 200
    assert noah.act(chat.conversation, "transfer", to="").body["case"]["owner"] == "waiting"
    assert "Still me." not in str(chat.events())


def test_pages_are_told_at_once(agents: dict[str, DeskClient], chat: Chat) -> None:
    mia, noah = agents["mia"], agents["noah"]
    mia.act(chat.conversation, "take")
    seen: list[tuple[str, Any]] = []

    def follow() -> None:
        for name, data in noah.stream():
            seen.append((name, data))
            if name == "cases" and any(case["owner"] == "closed" for case in data["cases"]):
                return

    following = threading.Thread(target=follow)
    following.start()
    wait_for(lambda: ("live", {}) in seen)
    mia.get(at(chat.conversation))
    assert noah.post(f"{at(chat.conversation)}/viewing").body["viewers"] == [{"id": "mia", "name": "Mia"}, {"id": "noah", "name": "Noah"}]
    chat.say("and a last message", wait_s=0)
    wait_for(lambda: any(name == "conversation" and "and a last message" in str(data["messages"]) for name, data in seen))
    assert chat.post("typing", {}).status == 204
    mia.post(f"{at(chat.conversation)}/typing")
    wait_for(lambda: {data["who"] for name, data in seen if name == "typing"} == {"customer", "mia"})
    assert next(data for name, data in chat.stream() if name == "typing") == {"typing": True}
    mia.act(chat.conversation, "close")
    following.join(20)
    assert not following.is_alive()


def test_an_agent_whose_page_is_there_keeps_all_conversations(staffed: RasaProcess, agents: dict[str, DeskClient], chat: Chat) -> None:
    other = Chat(staffed.url, locale="de")
    other.say("a person please")
    noah = agents["noah"]
    for conversation in (chat.conversation, other.conversation):
        noah.act(conversation, "take")
    noah.act(chat.conversation, "say", text="One moment.")

    async def lapsed(gone_s: float) -> set[str]:
        client = connect(staffed.redis_url)
        try:
            desk = Desk(client)
            mine = [case for case in await desk.cases() if case.owner.agent == "noah"]
            return {case.conversation for case in mine if await desk.lapse(case, 600.0, gone_s)}
        finally:
            await disconnect(client)

    time.sleep(0.5)
    assert noah.post("here").status == 204  # one sign of life for both
    assert asyncio.run(lapsed(0.4)) == set()
    time.sleep(0.5)
    assert asyncio.run(lapsed(0.4)) == {chat.conversation, other.conversation}
    assert cases(noah)[other.conversation]["owner"] == "waiting"
    assert "wartet wieder" in other.events()[-1]["text"]


def test_files_go_both_ways_and_to_nobody_else(staffed: RasaProcess, agents: dict[str, DeskClient], chat: Chat) -> None:
    mia = agents["mia"]
    assert mia.upload(chat.conversation, "prices.pdf", PDF).body["error"]["code"] == "not_yours"
    mia.act(chat.conversation, "take")
    assert mia.upload(chat.conversation, "prices.html", b"<script>alert(1)</script>").status == 415
    kept = mia.upload(chat.conversation, "../prices<b>.exe", PDF).body
    assert kept["name"] == "prices_b_.pdf"
    assert mia.act(chat.conversation, "say", text="", attachments=[kept["id"]]).status == 200
    assert mia.act(chat.conversation, "say", text="", attachments=["0" * 32]).body["error"]["code"] == "unknown_upload"
    [event] = [event for event in chat.events() if "upload" in event]
    assert (event["from"], event["upload"]["name"]) == ("agent", kept["name"])
    assert chat.get(event["upload"]["url"].removeprefix("/chat/")).body == PDF.decode()
    sent = [chat.upload(f"{name}.pdf", PDF).body["upload"] for name in ("front", "back")]
    chat.say(uploads=sent, wait_s=0)
    assert [each["id"] for each in mia.get(at(chat.conversation)).body["messages"][-1]["attachments"]] == sent
    stranger = Chat(staffed.url)
    assert stranger.get(event["upload"]["url"].removeprefix("/chat/")).status == 404
    seen = ask(staffed.url + kept["url"], None, mia.headers)
    assert (seen.status, seen.headers["Content-Security-Policy"]) == (200, "default-src 'none'; sandbox")
    assert ask(staffed.url + kept["url"]).status == 401


def test_conversations_are_found_by_what_was_said_and_how_it_went(agents: dict[str, DeskClient], chat: Chat) -> None:
    mia = agents["mia"]
    chat.say("my parcel Zanzibar", wait_s=0)
    [found] = mia.get("search?q=zanzibar&handed_over=1&channel=web").body["cases"]
    assert (found["conversation"], found["last"]["text"]) == (chat.conversation, "my parcel Zanzibar")
    assert mia.get("search?q=zanzibar&rated=down").body == {"cases": [], "next": None}
    assert mia.get("search?since=soon").status == 400


def test_suggestions_say_what_the_assistant_would(agents: dict[str, DeskClient], chat: Chat) -> None:
    [suggested] = agents["mia"].get(f"{at(chat.conversation)}/suggestions").body["suggestions"]
    assert (suggested["text"], suggested["source"]) == ("It is on its way.", "template")


def test_only_leads_change_canned_answers(agents: dict[str, DeskClient]) -> None:
    canned = {"canned": [{"name": "hello", "text": "Hello, how can I help?"}]}
    assert agents["noah"].put("canned", canned).body["error"]["code"] == "forbidden"
    assert agents["mia"].put("canned", canned).status == 200
    assert agents["noah"].get("canned").body == canned
    assert agents["mia"].put("canned", {"canned": canned["canned"] * 2}).status == 400


def test_numbers_are_shown_to_agents_only(staffed: RasaProcess, agents: dict[str, DeskClient], chat: Chat) -> None:
    time.sleep(1.5)  # what a process counts is added up every second
    numbers = agents["noah"].get("numbers?days=7").body
    assert numbers["total"]["handed_over"]["talk_to_person"] >= 1
    assert numbers["days"][-1]["messages"] >= 2
    assert numbers["surges"] == []
    header, *rows = agents["noah"].get("numbers.csv?days=7").body.splitlines()
    assert header.startswith("day,channel,language,conversations,")
    assert rows
    assert ask(f"{staffed.url}/desk/api/numbers.csv").status == 401
    assert agents["noah"].get("numbers?days=0").body["error"]["code"] == "invalid_days"
    assert ask(f"{staffed.url}/desk/api/numbers").status == 401


def test_a_session_ends_with_the_password(staffed: RasaProcess, agents: dict[str, DeskClient]) -> None:
    eve, elsewhere = DeskClient(staffed.url, "eve"), DeskClient(staffed.url, "eve")
    assert eve.post("password", {"old": "wrong password", "new": "another password"}).status == 401
    assert eve.post("password", {"old": PASSWORD, "new": "short"}).body["error"]["code"] == "weak_password"
    assert eve.post("password", {"old": PASSWORD, "new": "another password"}).status == 204
    assert [each.get("cases").status for each in (eve, elsewhere)] == [401, 401]
    eve = DeskClient(staffed.url, "eve", "another password")
    assert eve.post("sign-out").status == 204
    assert eve.get("session").body["error"]["code"] == "signed_out"


def test_another_site_cant_act_and_guesses_are_counted(staffed: RasaProcess, agents: dict[str, DeskClient], chat: Chat) -> None:
    mia = agents["mia"]
    take = f"{at(chat.conversation)}/take"
    for headers in ({"x-heed-csrf": "guessed"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}):
        assert mia.post(take, {"operation": "x"}, **headers).status == 403
    assert cases(mia)[chat.conversation]["owner"] == "waiting"
    page = ask(f"{staffed.url}/desk/api/session")
    assert page.status == 401
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    statuses = [ask(f"{staffed.url}/desk/api/sign-in", {"agent": "nobody", "password": f"guess {n}"}).status for n in range(12)]
    assert statuses == [401] * 10 + [429] * 2


def test_customers_delete_their_own_conversation(staffed: RasaProcess, agents: dict[str, DeskClient], chat: Chat) -> None:
    mia = agents["mia"]
    uploaded = chat.upload("photo.pdf", PDF).body
    assert chat.post("deletion", {"confirm": False}).status == 400
    assert chat.post("deletion", {"confirm": True}).status == 204
    assert chat.events() == []
    assert chat.get(f"uploads/{uploaded['upload']}").status == 404
    assert mia.get(at(chat.conversation)).status == 404
    assert chat.conversation not in cases(mia)
    assert not list((staffed.folder / ".heed" / "uploads").glob(f"{chat.conversation}/*"))


def wait_for(holds: Any, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
