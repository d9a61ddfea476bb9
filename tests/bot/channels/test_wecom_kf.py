"""微信客服: a delivery says only that there is something; nothing is lost or asked for twice, and people are left alone."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from bot.channels.frame.delivery import Failure, Message, Owned, PersonSaid
from bot.state.deliveries.contract import Refused
from bot.state.redis.keys import key
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.cases import Forgetful, changed_items
from tests.support.messaging.kit import Kit
from tests.support.messaging.platform import Call, Platform, Says
from tests.support.messaging.posting import post
from tests.support.messaging.server import Running, served, until
from tests.support.messaging.wecom import ACCOUNT, WeComKfKit, question

Start = Callable[[Kit], Platform]


def texts(server: Running) -> list[str | None]:
    return [turn.text for turn in server.agent.turns]


def syncs(api: Platform) -> list[Any]:
    return [json.loads(call.body) for call in api.calls if "sync_msg" in call.path]


def test_wecom_is_told_that_the_server_is_there(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()

    async def main() -> None:
        async with served(channel_of(kit, platform_of(kit).url)) as server:
            assert await server.post(question(kit, "1234")) == (200, b"1234")

    asyncio.run(main())


def test_all_pages_are_read_and_a_restart_goes_on_from_the_cursor(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.batch([(f"{number}", f"hello {number}", f"u{number % 5}") for number in range(50)]))
            await until(lambda: len(server.agent.turns) == 50)
        written = kit.batch([("51", "written while nobody was there", "u1")])
        kit.told = len(kit.written)  # and its delivery is lost
        async with served(channel_of(kit, api.url)) as server:
            await until(lambda: texts(server) == ["written while nobody was there"])
            await server.post(written)
            await asyncio.sleep(0.5)
            assert len(server.agent.turns) == 1

    asyncio.run(main())
    asked = [each["cursor"] for each in syncs(api)]
    assert asked.count("") == 1
    assert "token" in syncs(api)[1]
    assert all(state.ttl(name) > 0 for name in state.scan_iter("heed:channel:*"))


def test_a_cursor_is_kept_only_once_what_came_before_it_is_stored(state: RedisClient, platform_of: Start) -> None:
    """A process that dies between asking and storing: the next one asks for the same page."""
    kit = WeComKfKit()
    api = platform_of(kit)
    channel = channel_of(kit, api.url)

    async def main() -> None:
        async with served(channel) as server:
            await until(lambda: state.exists(f"heed:channel:wecom_kf:cursor:{ACCOUNT}") == 1)

            async def killed(_: Any) -> None:
                raise asyncio.CancelledError

            before = await channel.kept.get(f"cursor:{ACCOUNT}")
            kit.batch([("1", "hello", "u1")])
            kit.told = 1
            with pytest.raises(asyncio.CancelledError):
                await channel._ask(ACCOUNT, "", killed)  # type: ignore[attr-defined]
            assert await channel.kept.get(f"cursor:{ACCOUNT}") == before
            await server.post(kit.batch([("2", "again", "u1")]))
            await until(lambda: texts(server) == ["hello", "again"])

    asyncio.run(main())


def test_what_is_told_while_it_is_asked_is_not_missed(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)
    usual = api.usual

    def slow(call: Call, number: int) -> Says:
        said = usual(call, number)
        return Says(body=said.body, takes=said.takes, after_s=0.3) if "sync_msg" in call.path else said

    api.usual = slow

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            for number in range(8):
                await server.post(kit.text(f"{number}", f"hello {number}"))
                await asyncio.sleep(0.1)
            await until(lambda: texts(server) == [f"hello {number}" for number in range(8)])

    asyncio.run(main())


def test_a_token_that_is_too_old_is_left_out(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)
    usual = api.usual

    def refuses(call: Call, number: int) -> Says:
        if "sync_msg" in call.path and json.loads(call.body).get("token"):
            return Says(body={"errcode": 95007, "errmsg": "invalid msg token"}, takes=False)
        return usual(call, number)

    api.usual = refuses

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            posted = kit.text("1", "hello")
            kit.told = 1
            await server.post(posted)
            await until(lambda: texts(server) == ["hello"])

    asyncio.run(main())


def test_people_are_left_alone(state: RedisClient, platform_of: Start) -> None:
    """Whoever has a session with an agent is not answered: known by asking, and by what the platform tells since."""
    kit = WeComKfKit()
    api = platform_of(kit)
    kit.states["wmbusy"] = 3

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.batch([("1", "for the agent", "busy"), ("2", "for the bot", "free")]))
            await until(lambda: texts(server) == ["for the bot"])
            begun, ended = (
                kit.event("session_status_change", "free", change_type=1),
                kit.event("session_status_change", "busy", change_type=3),
            )
            items = [begun, kit.item("3", "free", **said("to the agent")), ended, kit.item("4", "busy", **said("to the bot"))]
            await server.post(kit.deliver(*items, kit.item("5", "busy", origin=5, **said("an agent's words"))))
            await until(lambda: texts(server) == ["for the bot", "to the bot"])
            await asyncio.sleep(0.3)
            assert len(server.agent.turns) == 2

    asyncio.run(main())


def test_what_is_handed_over_goes_to_people_in_wecom(state: RedisClient, platform_of: Start) -> None:
    """Customer → assistant → the queue → an agent, whose words and end are known here; and nobody speaks meanwhile."""
    kit = WeComKfKit()
    api = platform_of(kit)
    conversation = kit.conversation()

    def owner() -> str:
        return str(state.hget(key(conversation, "owner"), "owner") or "")

    async def main() -> None:
        async with served(channel_of(kit, api.url, transfer_to="queue")) as server:
            await server.post(kit.text("1", "hello"))
            await until(lambda: texts(server) == ["hello"])
            await server.service.desk.hand_over(conversation, {"why": "talk_to_person", "channel": "wecom_kf"})
            await until(lambda: kit.states == {"wm4711": 2})
            await server.post(kit.deliver(kit.event("session_status_change", change_type=1), kit.item("2", **said("my lamp"))))
            await until(lambda: owner() == "agent:elsewhere.wecom_kf")
            answered = kit.item("3", origin=5, servicer_userid="zhang", **said("I will look"))
            await server.post(kit.deliver(answered))
            await until(lambda: any("I will look" in str(fields) for _, fields in state.xrange(key(conversation, "outbox"))))
            await server.post(kit.deliver(kit.event("session_status_change", change_type=3)))
            await until(lambda: owner() == "closed")
            await server.post(kit.text("4", "thanks"))
            await until(lambda: texts(server) == ["hello", "thanks"])

    asyncio.run(main())
    sent = [json.loads(call.body) for call in api.taken if "service_state/trans" in call.path]
    assert sent == [{"open_kfid": ACCOUNT, "external_userid": "wm4711", "service_state": 2}]


def test_a_transfer_to_one_agent_that_is_refused_is_reported(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)
    usual, refusals = api.usual, [Says(body={"errcode": 95016, "errmsg": "not allowed"}, takes=False)]
    api.usual = lambda call, number: refusals[0] if "service_state/trans" in call.path else usual(call, number)

    async def main() -> None:
        async with served(channel_of(kit, api.url, transfer_to="zhang")) as server:
            await server.post(kit.text("1", "hello"))
            await until(lambda: texts(server) == ["hello"])
            await server.service.desk.hand_over(kit.conversation(), {"why": "talk_to_person", "channel": "wecom_kf"})
            await until(lambda: state.xlen(key(kit.conversation(), "undelivered")) == 1)

    asyncio.run(main())
    [asked] = [json.loads(call.body) for call in api.calls if "service_state/trans" in call.path]
    assert (asked["service_state"], asked["servicer_userid"]) == (3, "zhang")


def test_what_was_said_before_the_bot_came_is_not_answered(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)

    async def main() -> None:
        old = {**kit.item("1", **said("two days ago")), "send_time": int(time.time()) - 2 * 86_400}
        kit.deliver(old, kit.item("2", **said("just now")))
        kit.told = 2
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("3", "now"))
            await until(lambda: texts(server) == ["just now", "now"])

    asyncio.run(main())


def test_a_message_that_did_not_arrive_is_reported(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(kit.text("1", "hello"))
            await until(lambda: state.hlen(key(kit.conversation(), "sent")) == 1)
            [sent] = state.hkeys(key(kit.conversation(), "sent"))
            await server.post(kit.deliver(kit.event("msg_send_fail", fail_msgid=sent, fail_type=4)))
            await until(lambda: state.xlen(key(kit.conversation(), "undelivered")) == 1)

    asyncio.run(main())


def test_a_delivery_that_cannot_be_noted_is_not_acknowledged(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            posted = kit.text("1", "hello")
            state.config_set("maxmemory", 1)
            try:
                status, _ = await asyncio.to_thread(post, server.port, posted)
            finally:
                state.config_set("maxmemory", 0)
            assert status == 503
            assert (await server.post(posted))[0] == 200
            await until(lambda: texts(server) == ["hello"])

    asyncio.run(main())


def test_an_account_that_cannot_be_asked_silences_no_other(
    state: RedisClient, platform_of: Start, caplog: pytest.LogCaptureFixture
) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)
    usual = api.usual
    refusals = [Says(200, {"errcode": 95000, "errmsg": "invalid open_kfid"}), Says(504)]
    api.usual = lambda call, number: refusals[number % 2] if b"wkgone" in call.body else usual(call, number)

    async def main() -> None:
        async with served(channel_of(kit, api.url, accounts=["wkgone", ACCOUNT])) as server:
            for number in range(2):
                await server.post(kit.text(f"{number}", f"hello {number}"))
            await until(lambda: texts(server) == ["hello 0", "hello 1"])

    asyncio.run(main())
    assert "wkgone can't be asked" in caplog.text


def test_deliveries_for_other_accounts_are_left_to_people(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url, accounts=["wkother"])) as server:
            asked = len(syncs(api))
            assert (await server.post(kit.text("1", "hello")))[0] == 200
            await asyncio.sleep(0.5)
            assert server.agent.turns == []
            assert all(each["open_kfid"] == "wkother" for each in syncs(api)[asked:])

    api.usual = lambda call, number: kit.account(call) or Says(body={"errcode": 0, "has_more": 0, "msg_list": []})
    asyncio.run(main())


def test_a_check_names_the_accounts_or_those_that_are_not_there(state: RedisClient, platform_of: Start) -> None:
    kit = WeComKfKit()
    api = platform_of(kit)
    usual = api.usual
    known = [{"open_kfid": ACCOUNT, "name": "Lamps"}]
    api.usual = lambda call, number: (
        Says(body={"errcode": 0, "account_list": known}) if "account/list" in call.path else usual(call, number)
    )
    channel = channel_of(kit, api.url)

    async def main() -> None:
        async with served(channel):
            assert await channel.check() == [f"Lamps ({ACCOUNT}) is answered"]
            known.clear()
            with pytest.raises(Refused, match=ACCOUNT):
                await channel.check()

    asyncio.run(main())


def test_any_page_is_read(platform_of: Start) -> None:
    kit = WeComKfKit()
    channel: Any = channel_of(kit, platform_of(kit).url)
    channel.kept = Forgetful("assistant")
    image = {"msgtype": "image", "image": {"media_id": "m1"}}
    items = [kit.item("1", **said("hello")), kit.item("2", **image), kit.event("msg_send_fail", fail_msgid="m", fail_type=1)]
    items.append(kit.event("session_status_change", change_type=1))

    @settings(max_examples=60, deadline=None, database=None)
    @given(changed_items(items))
    def check(item: dict[str, Any]) -> None:
        for found in asyncio.run(channel.read_item(item)):
            assert isinstance(found, Message | Failure | Owned | PersonSaid)

    check()


@pytest.mark.parametrize("given_", [{"corp_id": ""}, {"accounts": []}])
def test_bad_settings_are_named(platform_of: Start, given_: dict[str, Any]) -> None:
    kit = WeComKfKit()
    with pytest.raises(SettingsError, match=next(iter(given_))):
        channel_of(kit, platform_of(kit).url, **given_)


def said(text: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": text}}
