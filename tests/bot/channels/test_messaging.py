"""What holds for every messaging channel: only the platform is believed, each message is one turn, each reply arrives once."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from bot.state.redis.keys import key
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.cases import bodies, examples, read
from tests.support.messaging.forgeries import forgeries
from tests.support.messaging.kit import Kit
from tests.support.messaging.kits import KITS
from tests.support.messaging.platform import Platform, Says
from tests.support.messaging.server import served, until
from tests.support.scripted_replies import say

# Bodies that each parser is given; `make bench-messaging` gives more.
CASES = 60
# That are delivered five times each, at once.
MESSAGES = 5


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put off comes again soon; where a platform says when, that holds."""
    monkeypatch.setattr("bot.state.deliveries.worker.LONGEST_PAUSE_S", 0.3)


@pytest.fixture(params=KITS, ids=lambda kit: kit.channel)
def kit(request: pytest.FixtureRequest) -> Kit:
    found: Kit = request.param
    return found.fresh()


@pytest.fixture
def api(kit: Kit, platform_of: Callable[[Kit], Platform]) -> Platform:
    return platform_of(kit)


def test_forgeries_are_refused_and_leave_no_trace(state: RedisClient, kit: Kit, api: Platform, caplog: pytest.LogCaptureFixture) -> None:
    tried = list(forgeries(kit))
    assert len(tried) >= 20

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            answers = {name: await server.post(posted) for name, posted in tried}
            assert {name: status for name, (status, _) in answers.items() if status not in (401, 403)} == {}
            assert list(state.scan_iter(f"heed:{{{kit.channel}:*")) == []
            assert server.agent.turns == []
            assert (await server.post(kit.text("1", "hello")))[0] == 200

    caplog.set_level(logging.DEBUG)
    asyncio.run(main())
    assert not any(secret in caplog.text for secret in kit.environment.values())


def test_a_message_delivered_again_and_at_once_is_one_turn(state: RedisClient, kit: Kit, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            # Some platforms take a few messages at once, and then one a second.
            deliveries = [kit.text(f"{number}", f"hello {number}") for number in range(MESSAGES) for _ in range(5)]
            answers = await asyncio.gather(*(server.post(each) for each in deliveries), *(server.post(each) for each in deliveries[::5]))
            assert {status for status, _ in answers} == {200}
            # A platform that is asked for messages tells last of the newest.
            assert (await server.post(deliveries[-1]))[0] == 200
            await until(lambda: len(shown(kit, api)) == MESSAGES)
            assert (await server.post(deliveries[0]))[0] == 200
            channel = channel_of(kit, api.url)
            left_s = state.ttl(key(kit.conversation(), "seen"))
            assert left_s > channel.able.horizon_s - 60
            await asyncio.sleep(0.3)
            assert len(server.agent.turns) == len(shown(kit, api)) == MESSAGES

    asyncio.run(main())


@pytest.mark.parametrize("kit", [kit for kit in KITS if kit.batch([("1", "hello", "u")])], ids=lambda kit: kit.channel, indirect=True)
def test_all_of_a_batch_is_answered(state: RedisClient, kit: Kit, api: Platform) -> None:
    batch = kit.batch([(f"b{number}", f"hello {number}", f"user{number % 7}") for number in range(50)])
    assert batch

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            assert [(await server.post(batch))[0] for _ in range(2)] == [200, 200]
            await until(lambda: len(shown(kit, api)) == 50)
            texts = [message.text for message in server.agent.turns]
            assert sorted(texts) == sorted(f"hello {number}" for number in range(50))
            for user in range(7):  # each customer's in their order
                said = [message.text for message in server.agent.turns if message.sender_id == kit.conversation(f"user{user}")]
                assert said == [f"hello {number}" for number in range(50) if number % 7 == user]

    asyncio.run(main())


def test_every_reply_arrives_once_in_order_whatever_the_platform_says(state: RedisClient, kit: Kit, api: Platform) -> None:
    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            assert (await server.post(kit.text("0", "zero")))[0] == 200
            await until(lambda: len(shown(kit, api)) == 1)
            with api.down():
                assert (await server.post(kit.text("1", "one")))[0] == 200
                if not kit.pulls:
                    await until(lambda: len(server.agent.turns) == 2)
                await asyncio.sleep(0.3)
            api.planned = [Says(429, {"ok": False}, {"Retry-After": "1"}, takes=False), Says(503, takes=False)]
            if kit.pulls:
                await until(lambda: len(server.agent.turns) == 2)
            for number, text in enumerate(["two", "three"], start=2):
                assert (await server.post(kit.text(str(number), text)))[0] == 200
            await until(lambda: len(shown(kit, api)) == 4)
            assert [each.text.split()[-1] for each in shown(kit, api)] == ["zero", "one", "two", "three"]
            calls = [call for call in api.calls if kit.shown(call)]
            assert calls[2].at - calls[1].at > (0.9 if kit.says_when else 0)  # Retry-After

    asyncio.run(main())


@pytest.mark.parametrize("kit", [kit for kit in KITS if kit.edit("1", "hello")], ids=lambda kit: kit.channel, indirect=True)
def test_an_edit_before_the_turn_replaces_the_text(state: RedisClient, kit: Kit, api: Platform) -> None:
    channel, edit = channel_of(kit, api.url), kit.edit("2", "in German")
    assert edit

    async def slow(text: str) -> list[dict[str, Any]]:
        await asyncio.sleep(0.5)
        return [{"text": text}]

    async def main() -> None:
        async with served(channel, turn=slow) as server:
            for posted in (kit.text("1", "hello"), kit.text("2", "in English"), edit):
                assert (await server.post(posted))[0] == 200
            await until(lambda: len(shown(kit, api)) == 2)
            assert (await server.post(edit))[0] == 200  # too late
            assert [message.text for message in server.agent.turns] == ["hello", "in German"]

    asyncio.run(main())
    assert state.xlen(key(kit.conversation(), "inbox")) == 0


def test_a_refusal_is_seen_and_not_repeated(state: RedisClient, kit: Kit, api: Platform, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            api.planned = [Says(400, {"error": "no"}, takes=False)] * 1
            await server.post(kit.text("1", say(text="lost")))
            await until(lambda: state.xlen(key(kit.conversation(), "undelivered")) == 1)
            await server.post(kit.text("2", say(text="arrives")))
            await until(lambda: [each.text for each in shown(kit, api)] == ["arrives"])

    asyncio.run(main())
    assert "refused" in caplog.text
    assert not any(secret in caplog.text for secret in kit.environment.values())


def test_any_body_is_read_or_refused(kit: Kit, api: Platform) -> None:
    channel = channel_of(kit, api.url)

    @settings(max_examples=CASES, deadline=None, database=None)
    @given(bodies(examples(kit), kit.seal))
    def check(body: bytes) -> None:
        read(kit, channel, body)

    check()


def test_no_start_without_a_secret(kit: Kit, api: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in kit.environment:
        with monkeypatch.context() as patch:
            patch.delenv(name)
            with pytest.raises(SettingsError, match=name):
                channel_of(kit, api.url)
            patch.setenv(name, "short")
            with pytest.raises(SettingsError) as problem:
                channel_of(kit, api.url)
            assert "short" not in str(problem.value)


def shown(kit: Kit, api: Platform) -> list[Any]:
    """The messages that customers see, in their order."""
    return [found for call in api.taken if (found := kit.shown(call))]
