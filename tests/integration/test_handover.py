"""A customer is handed over on a real server: the assistant falls silent, a person answers, the assistant comes back."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Browser, expect

from bot.state.conversations import erase
from bot.state.desk import Desk
from bot.state.redis.client import connect, disconnect
from tests.support.chat import Chat
from tests.support.chat_page import ANSWER_MS
from tests.support.rasa_process import RasaProcess


def at_the_desk(server: RasaProcess, act: Callable[[Desk], Awaitable[object]]) -> object:
    async def main() -> object:
        client = connect(server.redis_url)
        try:
            return await act(Desk(client))
        finally:
            await disconnect(client)

    with ThreadPoolExecutor(1) as apart:  # while a browser is open, no other event loop can run in this thread
        return apart.submit(lambda: asyncio.run(main())).result()


def test_the_assistant_is_silent_while_a_person_has_the_conversation(staffed: RasaProcess) -> None:
    chat = Chat(staffed.url, locale="en-GB")
    assert chat.say("where is my order").body["replies"][0]["text"] == "It is on its way."
    assert chat.say("a person please").body["replies"]
    assert chat.say("are you there? my order").body["replies"] == []
    [case] = [case for case in at_the_desk(staffed, Desk.waiting) if case.conversation == chat.conversation]  # type: ignore
    assert (case.conversation, case.about["asked"], case.about["why"]) == (chat.conversation, "where is my order", "talk_to_person")
    at_the_desk(staffed, lambda desk: desk.take(chat.conversation, "mia", "Mia"))
    at_the_desk(staffed, lambda desk: desk.say(chat.conversation, "mia", "Hello!", "Mia"))
    at_the_desk(staffed, lambda desk: desk.hand_back(chat.conversation, "mia"))
    assert chat.say("where is my order").body["replies"][0]["text"] == "It is on its way."
    seen = [(event.get("from"), event.get("owner"), event.get("name")) for event in chat.events()[3:]]
    assert seen == [
        ("assistant", None, None),
        (None, "waiting", None),
        ("customer", None, None),
        (None, "agent", "Mia"),
        ("agent", None, "Mia"),
        (None, "assistant", None),
        ("customer", None, None),
        ("assistant", None, None),
    ]
    assert "Hello!" in chat.get("transcript").body


def test_an_address_is_checked_kept_apart_and_erased(staffed: RasaProcess) -> None:
    chat = Chat(staffed.url, locale="en-GB")
    assert chat.post("contact", {"contact": "jo@example.com"}).status == 404  # nothing was said
    chat.say("a person please")
    refused = chat.post("contact", {"contact": "call me"})
    assert (refused.status, refused.body["error"]["code"]) == (400, "invalid_contact")
    assert chat.post("contact", {"contact": "0113 496 0123"}).status == 204
    assert at_the_desk(staffed, lambda desk: desk.contact(chat.conversation)) == "+441134960123"
    assert "496" not in str(chat.events()) + chat.get("transcript").body

    async def erased(desk: Desk) -> None:
        await erase(desk.client, chat.conversation)

    at_the_desk(staffed, erased)
    assert at_the_desk(staffed, lambda desk: desk.contact(chat.conversation)) == ""


def test_a_customer_sees_who_answers_and_ends_it(staffed: RasaProcess, browser: Browser) -> None:
    page = browser.new_page(locale="en-GB", viewport={"width": 1_000, "height": 800})
    page.goto(f"{staffed.url.replace('127.0.0.1', 'localhost')}/demo")
    page.locator("heed-chat").evaluate("chat => { chat.setCustomer({ plan: 'gold' }); chat.open(); chat.send('a person please') }")
    who = page.get_by_test_id("who")
    expect(who).to_have_text("A person will answer here", timeout=ANSWER_MS)
    conversation = page.evaluate("Object.entries(localStorage).find(([key]) => key.endsWith(':conversation'))[1]")
    at_the_desk(staffed, lambda desk: desk.take(conversation, "mia", "Mia"))
    at_the_desk(staffed, lambda desk: desk.say(conversation, "mia", "Hello!", "Mia"))
    expect(who).to_have_text("You are talking to Mia", timeout=ANSWER_MS)
    expect(page.locator(".name")).to_have_text("Mia")
    said = page.locator("[data-agent=Mia]:not(.event)")
    expect(said).to_contain_text("Hello!")
    expect(said.get_by_test_id("up")).to_have_count(0)  # a person isn't rated answer by answer
    page.get_by_test_id("menu").click()
    page.get_by_test_id("finish").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("rating")).to_be_visible()
    page.get_by_text("Good", exact=True).check(force=True)
    page.get_by_test_id("rating").get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Start a new conversation").last.click()
    expect(page.get_by_test_id("message")).to_have_count(0)
    assert at_the_desk(staffed, lambda desk: desk.owner(conversation)).owner == "closed"  # type: ignore[attr-defined]
    first = at_the_desk(staffed, lambda desk: desk.client.lrange(f"heed:{{{conversation}}}:events", 0, -1))
    assert any('"page"' in event and "/demo" in event and "gold" in event for event in first)  # type: ignore[attr-defined]
    page.close()
