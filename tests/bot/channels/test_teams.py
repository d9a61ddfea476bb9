"""Teams' own ways: mentions, cards, where replies may go; the Bot Connector's keys are fetched, kept, and missed."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.frame.markup import parse
from bot.channels.platforms.teams_cards import pressed_button, teams_xml
from bot.state.ratings import Rating
from bot.state.redis.keys import key
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Call, Platform, Says
from tests.support.messaging.posting import post
from tests.support.messaging.server import served, until
from tests.support.messaging.teams import APP, BOT, TENANT, TeamsKit, published
from tests.support.scripted_replies import say

Start = Callable[[Kit], Platform]
MENTION = {"type": "mention", "mentioned": BOT, "text": "<at>Heed</at>"}
SOMEBODY = {"type": "mention", "mentioned": {"id": "29:bob", "name": "Bob"}, "text": "<at>Bob</at>"}


def sent(api: Platform, kind: str = "message") -> list[Any]:
    return [call.json for call in api.taken if "/activities" in call.path and call.json["type"] == kind]


def keys_fetched(api: Platform) -> int:
    return len([1 for call in api.calls if call.path.endswith("/keys")])


def test_keys_are_fetched_once_and_an_unknown_one_does_not_have_them_fetched_again(state: RedisClient, platform_of: Start) -> None:
    kit = TeamsKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            for number in range(3):
                assert (await server.post(kit.text(f"{number}", "hello")))[0] == 200
                assert (await server.post(kit.signed(kit.activity("9", text="x"), kid="unknown", signer="mallory")))[0] == 403
            assert keys_fetched(api) == 1

    asyncio.run(main())


def test_a_new_key_is_fetched_when_it_is_used(state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = TeamsKit()
    api = platform_of(kit)
    keys, usual = [published("connector", "msteams")], api.usual
    api.usual = lambda call, number: Says(body={"keys": keys}) if call.path.endswith("/keys") else usual(call, number)
    monkeypatch.setattr("bot.channels.platforms.bot_framework.AGAIN_S", 0.0)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            assert (await server.post(kit.text("1", "hello")))[0] == 200
            posted = kit.signed(kit.activity("2", text="hello"), kid="next", signer="next")
            assert (await server.post(posted))[0] == 403
            keys[:] = [published("next", "msteams")]
            assert (await server.post(posted))[0] == 200
            assert (await server.post(kit.text("3", "hello")))[0] == 403  # its key was withdrawn

    asyncio.run(main())


def test_who_has_a_known_key_waits_for_nobody_elses(state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = TeamsKit()
    api = platform_of(kit)
    usual, slow = api.usual, [0.0]
    keys = [published("connector", "msteams")]
    api.usual = lambda call, number: Says(body={"keys": keys}, after_s=slow[0]) if call.path.endswith("/keys") else usual(call, number)
    monkeypatch.setattr("bot.channels.platforms.bot_framework.AGAIN_S", 0.0)
    monkeypatch.setattr("bot.channels.platforms.bot_framework.LONGEST_S", 1.0)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            assert (await server.post(kit.text("1", "hello")))[0] == 200
            slow[0] = 60.0
            unknown = asyncio.ensure_future(server.post(kit.signed(kit.activity("9", text="x"), kid="unknown", signer="mallory")))
            await until(lambda: keys_fetched(api) == 2)
            assert (await server.post(kit.text("2", "hello")))[0] == 200
            assert not unknown.done()
            assert (await unknown)[0] == 403  # the keys are not waited for without end

    asyncio.run(main())


def test_those_who_waited_for_the_keys_in_vain_do_not_fetch_them_again(state: RedisClient, platform_of: Start) -> None:
    kit = TeamsKit()
    api = platform_of(kit)
    api.usual = lambda call, number: Says(503, after_s=1.2)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            answers = await asyncio.gather(*(asyncio.to_thread(post, server.port, kit.text(f"{number}", "hello")) for number in range(4)))
            assert {status for status, _ in answers} == {503}
            assert keys_fetched(api) == 1

    asyncio.run(main())


@pytest.mark.parametrize("keys", [Says(503), Says(body={"keys": []}), Says(body={"keys": [{"kid": "connector", "kty": "RSA"}]}), Says(404)])
def test_without_keys_nothing_is_taken(state: RedisClient, platform_of: Start, keys: Says) -> None:
    kit = TeamsKit()
    api = platform_of(kit)
    api.usual = lambda call, number: keys

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            status, _ = await asyncio.to_thread(post, server.port, kit.text("1", "hello"))
            assert status == 503  # Teams may deliver it again
            assert server.agent.turns == []

    asyncio.run(main())
    assert list(state.scan_iter("heed:{teams:*")) == []


def test_in_teams_only_what_mentions_the_bot_is_answered_there(state: RedisClient, platform_of: Start) -> None:
    kit = TeamsKit()
    api = platform_of(kit)
    chat = {"conversation": {"id": "19:abc@thread.tacv2;messageid=17", "conversationType": "channel", "tenantId": TENANT}}

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            for id, text, entities in (
                ("1", "among ourselves", []),
                ("2", "<at>Bob</at> have you seen it?", [SOMEBODY]),
                ("3", "<at>Heed</at>\u00a0where is it?", [MENTION]),
                ("4", "<at>Heed</at> and <at>Bob</at> where?", [MENTION, SOMEBODY]),
            ):
                assert (await server.post(kit.signed(kit.activity(id, text=text, entities=entities, **chat))))[0] == 200
            await until(lambda: len(sent(api)) == 2)
            await until(lambda: bool(sent(api, "typing")))
            assert [turn.text for turn in server.agent.turns] == ["where is it?", "and where?"]
            assert server.agent.turns[0].sender_id == f"teams:{APP}:aad-4711:19%3Aabc@thread.tacv2:17"

    asyncio.run(main())
    posts = [call for call in api.taken if "/activities" in call.path and call.json["type"] == "message"]
    assert {call.path for call in posts} == {"/emea/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D17/activities"}


def test_a_press_names_its_button_and_shows_its_title(state: RedisClient, platform_of: Start) -> None:
    kit = TeamsKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("1", say(text="Which? **This** or <b>that</b>?", buttons=[{"title": "Mine", "payload": "/mine"}])))
            await until(lambda: len(sent(api)) == 1)
            card = sent(api)[0]["attachments"][0]["content"]
            [action] = card["actions"]
            assert action["data"]["msteams"]["displayText"] == "Mine"
            [block] = card["body"]
            assert [(run["text"], run["weight"]) for run in block["inlines"]] == [
                ("Which? ", "Default"), ("This", "Bolder"), (" or <b>that</b>?", "Default"),
            ]  # fmt: skip
            value = json.dumps(action["data"]["msteams"]["value"])
            await server.post(kit.signed(kit.activity("2", value=value, text="Mine")))
            await until(lambda: len(server.agent.turns) == 2)
            assert server.agent.turns[1].text == "/mine"

    asyncio.run(main())


def test_a_like_is_a_rating_and_a_file_is_kept(state: RedisClient, platform_of: Start) -> None:
    kit = TeamsKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("1", "hello"))
            await until(lambda: state.hlen(key(kit.conversation(), "sent")) == 1)
            [id] = state.hkeys(key(kit.conversation(), "sent"))
            for kind in ("sad", "like"):
                await server.post(kit.signed(kit.activity("2", type="messageReaction", reactionsAdded=[{"type": kind}], replyToId=id)))
            file = {
                "contentType": "application/vnd.microsoft.teams.file.download.info",
                "name": "bill.pdf",
                "content": {"downloadUrl": "https://x"},
            }
            await server.post(kit.signed(kit.activity("3", attachments=[file, {"contentType": "text/html", "content": "<p></p>"}])))
            await until(lambda: len(server.agent.turns) == 2)
            media = json.loads(server.agent.turns[1].metadata["media"])
            assert [(each["reference"], each["name"]) for each in media] == [("https://x", "bill.pdf")]

    asyncio.run(main())
    [rating] = state.hvals(key(kit.conversation(), "ratings"))
    assert Rating(**json.loads(rating)).value == "up"


def test_what_isnt_a_message_is_taken_and_not_answered(state: RedisClient, platform_of: Start) -> None:
    kit = TeamsKit()

    async def main() -> None:
        async with served(channel_of(kit, platform_of(kit).url)) as server:
            for fields in ({"type": "conversationUpdate", "membersAdded": [BOT]}, {"type": "typing"}, {"type": "messageDelete"}):
                assert (await server.post(kit.signed(kit.activity("1", **fields))))[0] == 200
            assert (await server.post(kit.signed(kit.activity("2", channelId="webchat", text="hello"))))[0] == 400
            assert server.agent.turns == []

    asyncio.run(main())


def test_a_bot_for_all_organisations_takes_messages_of_any(state: RedisClient, platform_of: Start) -> None:
    kit = TeamsKit()
    api = platform_of(kit)
    usual = api.usual

    def anybody(call: Call, number: int) -> Says:
        if call.path == "/botframework.com/oauth2/v2.0/token":
            return Says(body={"expires_in": 3599, "access_token": "teams-access-token"}, takes=False)
        return usual(call, number)

    api.usual = anybody

    async def main() -> None:
        async with served(channel_of(kit, api.url, tenant_id="")) as server:
            await server.post(kit.signed(kit.activity("1", text="hello", channelData={"tenant": {"id": APP}})))
            await until(lambda: len(sent(api)) == 1)

    asyncio.run(main())


def test_what_a_text_holds_never_becomes_markup() -> None:
    said = teams_xml(parse("a <b>&</b> **bold**\n[here](https://shop.example/?a=1&b=2) `x<y`"))
    assert said == ('a &lt;b&gt;&amp;&lt;/b&gt; <b>bold</b><br><a href="https://shop.example/?a=1&amp;b=2">here</a> <code>x&lt;y</code>')


@pytest.mark.parametrize("value", [None, 1, [], {}, "", "x", "{", '{"heed": 1.5}', {"heed": None}, '{"heed": {}}'])
def test_a_value_that_is_no_button_of_ours_is_none(value: Any) -> None:
    assert pressed_button(value) == ""


@pytest.mark.parametrize("settings", [{"app_id": "x"}, {"tenant_id": "common"}, {"service_urls": "https://x"}])
def test_bad_settings_are_named(platform_of: Start, settings: dict[str, Any]) -> None:
    kit = TeamsKit()
    with pytest.raises(SettingsError, match=next(iter(settings))):
        channel_of(kit, platform_of(kit).url, **settings)
