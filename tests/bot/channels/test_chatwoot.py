"""Chatwoot's own ways: who has a conversation there has it here; notes, choices, files."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.server.files.uploads import Files
from bot.state.redis.keys import key
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.chatwoot import ChatwootKit
from tests.support.messaging.files import answer, sent
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Platform
from tests.support.messaging.posting import post
from tests.support.messaging.server import Running, served, until
from tests.support.scripted_replies import say

KIT = ChatwootKit()
CONVERSATION = KIT.conversation()
ABOUT = {"why": "talk_to_person", "asked": "a person please", "language": "en", "channel": "chatwoot"}
Start = Callable[[Kit], Platform]


@pytest.fixture
def api(platform_of: Start) -> Platform:
    return platform_of(KIT)


def texts(api: Platform) -> list[str]:
    return [found.text for call in api.taken if (found := KIT.shown(call))]


def told(api: Platform) -> list[Any]:
    """What Chatwoot was told of who has the conversation."""
    return [call.json for call in api.taken if call.path.endswith(("/toggle_status", "/assignments"))]


def owner(state: RedisClient) -> str | None:
    found: str | None = state.hget(key(CONVERSATION, "owner"), "owner")
    return found


async def deliver(server: Running, *deliveries: Any) -> None:
    for each in deliveries:
        assert (await server.post(each))[0] == 200


def test_a_hand_over_opens_and_assigns_it_and_people_have_it_until_it_is_resolved(state: RedisClient, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await deliver(server, KIT.text("1", "hello"))
            await until(lambda: texts(api) == ["you said: hello"])
            await server.service.desk.hand_over(CONVERSATION, ABOUT)
            await until(lambda: len(told(api)) == 2)
            assert told(api) == [{"status": "open"}, {"team_id": 8}]
            # Written before Chatwoot had opened it, and after.
            await deliver(server, KIT.text("2", "are you there?"))
            assert owner(state) == "waiting"
            await deliver(server, KIT.change("conversation_opened", "open"), KIT.signed(KIT.message("3", "hello?", status="open")))
            assert owner(state) == "agent:elsewhere.chatwoot"
            await deliver(server, KIT.said("4", "I am", name="Mia"), KIT.said("5", "a difficult one", private=True))
            await deliver(server, KIT.change("conversation_resolved", "resolved"))
            assert owner(state) == "closed"
            said = [(each.role, each.text) for each in await server.service.said(CONVERSATION)]
            assert [each for each in said if each[0] != "bot"][-3:] == [
                ("customer", "are you there?"), ("customer", "hello?"), ("agent", "I am"),
            ]  # fmt: skip
            await asyncio.sleep(0.3)
            assert len(server.agent.turns) == 1
            await deliver(server, KIT.text("6", "one more thing"))
            await until(lambda: texts(api) == ["you said: hello", "you said: one more thing"])
            assert owner(state) == "assistant"

    asyncio.run(main())
    assert told(api) == [{"status": "open"}, {"team_id": 8}]  # what Chatwoot has said itself, it isn't told


def test_a_person_who_takes_over_in_the_middle_of_a_turn_silences_it(state: RedisClient, api: Platform) -> None:
    begun = asyncio.Event()

    async def slow(text: str) -> list[dict[str, Any]]:
        begun.set()
        await asyncio.sleep(0.5)
        return [{"text": "too late"}]

    async def main() -> None:
        async with served(channel_of(KIT, api.url), turn=slow) as server:
            await deliver(server, KIT.text("1", "hello"))
            await begun.wait()
            await deliver(server, KIT.change("conversation_opened", "open"))
            await asyncio.sleep(1.0)

    asyncio.run(main())
    assert texts(api) == []


def test_who_answers_in_a_pending_conversation_takes_it_over(state: RedisClient, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await deliver(server, KIT.text("1", "hello"))
            await until(lambda: texts(api) == ["you said: hello"])
            bot = {"sender": {"id": 1, "name": "Heed", "type": "agent_bot"}}
            await deliver(server, KIT.said("2", "you said: hello", status="pending", **bot))  # its own words come back
            rule = {"content_attributes": {"automation_rule_id": 4}}
            await deliver(server, KIT.said("3", "we are open from nine", status="pending", **rule))
            assert owner(state) is None
            await deliver(server, KIT.said("4", "let me see", status="pending"))
            assert owner(state) == "agent:elsewhere.chatwoot"
            await until(lambda: {"status": "open"} in told(api))
            # Given back to the bot there.
            await deliver(server, KIT.text("5", "and now?"))
            await until(lambda: texts(api)[-1] == "you said: and now?")

    asyncio.run(main())


def test_what_is_told_again_late_changes_nothing(state: RedisClient, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await deliver(server, KIT.text("1", "hello"))
            await until(lambda: len(texts(api)) == 1)
            opened, resolved = KIT.change("conversation_opened", "open"), KIT.change("conversation_resolved", "resolved")
            await deliver(server, opened, opened, resolved, opened)
            assert owner(state) == "closed"


def test_what_comes_late_takes_nothing_from_people(state: RedisClient, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await deliver(server, KIT.text("1", "hello"))
            await until(lambda: len(texts(api)) == 1)
            late, later = KIT.text("2", "are you there?"), KIT.change("conversation_resolved", "resolved")
            await deliver(server, KIT.said("3", "let me see", status="pending"), late)
            assert owner(state) == "agent:elsewhere.chatwoot"
            await deliver(server, KIT.change("conversation_opened", "open"), later, KIT.text("4", "and now?"))
            await until(lambda: texts(api)[-1] == "you said: and now?")
            assert [turn.text for turn in server.agent.turns] == ["hello", "and now?"]  # what came late, people have read
            assert "are you there?" in [each.text for each in await server.service.said(CONVERSATION) if each.role == "customer"]

    asyncio.run(main())


def test_other_accounts_of_the_same_bot_are_left_alone(state: RedisClient, api: Platform) -> None:
    other = {"id": 4, "name": "Another shop"}
    opened = KIT.signed({**KIT.described("4711", "open"), "messages": [{"account_id": 4}], "event": "conversation_opened"})

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await deliver(server, KIT.signed(KIT.message("1", "hello", account=other)), KIT.said("2", "hello", account=other))
            assert list(state.scan_iter("heed:{chatwoot:*")) == []
            await deliver(server, KIT.text("3", "hello"), opened)
            await until(lambda: texts(api) == ["you said: hello"])
            assert owner(state) is None

    asyncio.run(main())


def test_what_cannot_be_taken_for_the_moment_gets_a_status_at_which_chatwoot_comes_again(state: RedisClient, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            state.config_set("maxmemory", 1)
            try:
                status, _ = await asyncio.to_thread(post, server.port, KIT.text("1", "hello"))
            finally:
                state.config_set("maxmemory", 0)
            assert status == 500
            await deliver(server, KIT.text("1", "hello"))
            await until(lambda: texts(api) == ["you said: hello"])

    asyncio.run(main())

    asyncio.run(main())


def test_a_conversation_that_people_began_is_theirs(state: RedisClient, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await deliver(server, KIT.said("1", "your parcel is here"), KIT.signed(KIT.message("2", "thank you", status="open")))
            await deliver(server, KIT.change("conversation_opened", "open"))
            await asyncio.sleep(0.3)
            assert server.agent.turns == []

    asyncio.run(main())


def test_a_choice_may_come_back_as_its_title(state: RedisClient, api: Platform) -> None:
    buttons = [{"title": "My order", "payload": "/order"}, {"title": "What I have sent back to you", "payload": "/back"}]

    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            await deliver(server, KIT.text("1", say(text="Which?", buttons=buttons)))
            await until(lambda: len(texts(api)) == 1)
            shown = next(found for call in api.taken if (found := KIT.shown(call)))
            assert shown
            assert [title for title, _ in shown.buttons] == ["1. My order", "2. What I have sent…"]
            for number, said in enumerate(["my order", "2. What I have sent…", shown.buttons[0][1], "2", "my orders"], start=2):
                await deliver(server, KIT.text(str(number), said))
            await until(lambda: len(server.agent.turns) == 6)
            assert [turn.text for turn in server.agent.turns[1:]] == ["/order", "/back", "/order", "/back", "my orders"]

    asyncio.run(main())


def test_files_are_named(state: RedisClient, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(KIT, api.url)) as server:
            *_, file = KIT.others()
            await deliver(server, file)
            await until(lambda: len(server.agent.turns) == 1)
            media = json.loads(server.agent.turns[0].metadata["media"])
            assert [(each["kind"], each["name"]) for each in media] == [("image", "lamp.png")]

    asyncio.run(main())


def test_an_account_must_be_named(api: Platform) -> None:
    with pytest.raises(SettingsError, match="account_id"):
        channel_of(KIT, api.url, account_id=0)


def test_files_have_chatwoots_public_address_also_where_it_is_asked_inside(
    state: RedisClient, platform_of: Start, caplog: pytest.LogCaptureFixture
) -> None:
    inside, public = platform_of(KIT), platform_of(KIT)
    usual = public.usual
    public.usual = lambda call, number: answer(KIT, public.url, call) or usual(call, number)

    async def main() -> None:
        async with served(channel_of(KIT, inside.url, files_url=public.url)) as server:
            assert (await server.post(sent(KIT, public.url)))[0] == 200
            await until(lambda: Files().count(KIT.conversation()) == 1)
        async with served(channel_of(KIT, inside.url)) as server:
            attached = [{"id": 1, "file_type": "file", "data_url": f"{public.url}/file"}]
            assert (await server.post(KIT.signed(KIT.message("2", "", attachments=attached))))[0] == 200
            await until(lambda: "is not the platform's" in caplog.text)
        with pytest.raises(SettingsError, match="files_url"):
            channel_of(KIT, inside.url, files_url="chatwoot.shop.example")

    asyncio.run(main())
