"""A customer is handed over on a real server: the assistant falls silent, a person answers, the assistant comes back."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.state.conversations import erase
from bot.state.desk import Desk
from bot.state.redis.client import connect, disconnect
from tests.support.chat import Chat
from tests.support.rasa_process import RasaProcess


def at_the_desk(server: RasaProcess, act: Callable[[Desk], Awaitable[object]]) -> object:
    async def main() -> object:
        client = connect(server.redis_url)
        try:
            return await act(Desk(client))
        finally:
            await disconnect(client)

    return asyncio.run(main())


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
