"""Replies on their way to a platform: once, in order, across errors and processes."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from bot.state.connection import Connection
from bot.state.deliveries import worker
from bot.state.deliveries.contract import Rate, Refused, Sending, TryLater
from bot.state.messages import Inbound
from bot.state.redis.keys import LATER, SENDING, key
from bot.state.service import Service
from bot.state.turns.outbox import Event
from tests.bot.conftest import RedisClient
from tests.support.turns import at_once, echo, sorry

CONVERSATION = "pager:1:c"


class Pager:
    """A platform that keeps what it is sent, after `answer` let it."""

    def __init__(self, answer: Callable[[str], Awaitable[None]] | None = None, recognises: bool = False, rate: Rate | None = None) -> None:
        self.horizon_s, self.recognises, self.recognises_s, self.rate = 7 * 86_400, recognises, 0.0, rate or Rate()
        self._answer = answer
        self.sent: list[str] = []
        self.tries: dict[str, list[str]] = defaultdict(list)

    def takes(self, type: str) -> bool:
        return False

    async def parts(self, conversation: str, event: Event) -> Sequence[str]:
        return str(event.content["text"]).split("|") if "text" in event.content else []

    async def send(self, part: Any, sending: Sending) -> str:
        self.tries[part].append(sending.key)
        if self._answer:
            await self._answer(part)
        self.sent.append(part)
        return f"id of {part}"


@asynccontextmanager
async def process(pager: Pager) -> AsyncIterator[Service]:
    service = Service(echo, sorry, at_once, connection=Connection())
    await service.start()
    service.platforms.join("pager", pager)
    try:
        yield service
    finally:
        await service.platforms.leave("pager")
        await service.stop()
        await service.close()


def said(id: str, text: str, conversation: str = CONVERSATION) -> Inbound:
    return Inbound(conversation, id, text, "pager")


async def until(condition: Callable[[], bool]) -> None:
    async def wait() -> None:
        while not condition():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(wait(), 30)


def test_replies_go_out_in_order_whichever_process_sends_them(state: RedisClient) -> None:
    pager = Pager()

    async def main() -> None:
        async with AsyncExitStack() as stack:
            processes = [await stack.enter_async_context(process(pager)) for _ in range(3)]
            for number in range(30):
                await processes[number % 3].accept(said(f"m{number}", f"{number}a|{number}b"))
            await until(lambda: len(pager.sent) == 60)
            await until(lambda: (state.xlen(SENDING), state.zcard(LATER)) == (0, 0))

    asyncio.run(main())
    assert pager.sent == [f"{number}{part}" for number in range(30) for part in "ab"]
    assert state.hget(key(CONVERSATION, "sent"), "id of 29b") == state.hget(key(CONVERSATION, "delivery"), "cursor")
    assert state.ttl(key(CONVERSATION, "seen")) > 6 * 86_400
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_what_was_not_sent_is_tried_again_in_its_place(state: RedisClient) -> None:
    failures = [TryLater("busy", 0.3), TryLater("busy")]

    async def answer(part: str) -> None:
        if part == "two" and failures:
            raise failures.pop(0)

    pager = Pager(answer)

    async def main() -> None:
        async with process(pager) as service:
            await service.accept(said("1", "one|two|three"))
            await service.accept(said("2", "four"))
            await until(lambda: len(pager.sent) == 4)

    asyncio.run(main())
    assert pager.sent == ["one", "two", "three", "four"]
    assert len(pager.tries["two"]) == 3
    assert len(set(pager.tries["two"])) == 1


def test_what_may_have_arrived_is_sent_again_only_where_it_is_recognised(state: RedisClient, caplog: pytest.LogCaptureFixture) -> None:
    def pager(recognises: bool) -> Pager:
        async def answer(part: str) -> None:
            if part == "two" and len(made.tries["two"]) == 1:
                made.sent.append("two (unanswered)")
                raise ConnectionResetError("the connection broke")

        made = Pager(answer, recognises)
        return made

    def sent(pager: Pager) -> list[str]:
        async def main() -> None:
            async with process(pager) as service:
                await service.accept(said("1", "one|two|three"))
                await until(lambda: pager.sent[-1:] == ["three"])

        state.flushall()
        asyncio.run(main())
        return pager.sent

    assert sent(pager(recognises=True)) == ["one", "two (unanswered)", "two", "three"]
    assert state.xlen(key(CONVERSATION, "undelivered")) == 0
    assert sent(pager(recognises=False)) == ["one", "two (unanswered)", "three"]
    [(_, fields)] = state.xrange(key(CONVERSATION, "undelivered"))
    lost = json.loads(fields["undelivered"])
    assert (lost["why"], lost["part"], lost["conversation"]) == ("unknown", 1, CONVERSATION)
    assert "unknown" in caplog.text


@pytest.mark.parametrize("since", [ConnectionResetError("the connection broke"), TryLater("away", 0.2)])
def test_what_may_have_arrived_is_not_sent_once_it_is_not_recognised_any_more(state: RedisClient, since: Exception) -> None:
    """Whatever was tried in between."""

    async def answer(part: str) -> None:
        if part == "two":
            await asyncio.sleep(0.3)
            raise ConnectionResetError("the connection broke") if len(pager.tries["two"]) == 1 else since

    pager = Pager(answer, recognises=True)
    pager.recognises_s = 4.0  # long enough for a second try on a busy machine

    async def main() -> None:
        async with process(pager) as service:
            await service.accept(said("1", "one|two|three"))
            await until(lambda: pager.sent == ["one", "three"])

    asyncio.run(main())
    assert len(pager.tries["two"]) >= 2
    [(_, fields)] = state.xrange(key(CONVERSATION, "undelivered"))
    lost = json.loads(fields["undelivered"])
    assert (lost["why"], lost["part"]) == ("unknown", 1)
    assert not state.hexists(key(CONVERSATION, "delivery"), "doubted")


def test_a_refused_reply_is_left_out_whole(state: RedisClient) -> None:
    async def answer(part: str) -> None:
        if part == "two":
            raise Refused("blocked")

    pager = Pager(answer)

    async def main() -> None:
        async with process(pager) as service:
            await service.accept(said("1", "one|two|three"))
            await service.accept(said("2", "four"))
            await until(lambda: pager.sent[-1:] == ["four"])

    asyncio.run(main())
    assert pager.sent == ["one", "four"]
    assert state.xlen(key(CONVERSATION, "undelivered")) == 1


def test_what_cannot_be_sent_for_hours_is_given_up(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GIVE_UP_S", 0.0)

    async def answer(part: str) -> None:
        if part != "after":
            raise TryLater("away", 0.01)

    pager = Pager(answer)

    async def main() -> None:
        async with process(pager) as service:
            await service.accept(said("1", "lost"))
            await service.accept(said("2", "after"))
            await until(lambda: pager.sent == ["after"])

    asyncio.run(main())
    [(_, fields)] = state.xrange(key(CONVERSATION, "undelivered"))
    assert json.loads(fields["undelivered"])["why"] == "given_up"


def test_a_stop_lets_what_is_under_way_arrive(state: RedisClient) -> None:
    started: asyncio.Event

    async def answer(part: str) -> None:
        started.set()
        await asyncio.sleep(0.3)

    async def main() -> None:
        nonlocal started
        started = asyncio.Event()
        async with process(pager) as service:
            await service.accept(said("1", "one|two"))
            await started.wait()
        assert pager.sent == ["one"]
        async with process(pager):
            await until(lambda: pager.sent == ["one", "two"])

    pager = Pager(answer)
    asyncio.run(main())
    assert state.xlen(key(CONVERSATION, "undelivered")) == 0


def test_a_conversation_that_waits_holds_up_no_other(state: RedisClient) -> None:
    async def answer(part: str) -> None:
        if part == "slow":
            raise TryLater("busy", 60.0)

    pager = Pager(answer, rate=Rate(per_minute=600, burst=1))

    async def main() -> None:
        async with process(pager) as service:
            await service.accept(said("1", "slow"))
            await service.accept(said("1", "a|b|c", "pager:1:other"))
            await until(lambda: pager.sent == ["a", "b", "c"])

    asyncio.run(main())
    assert state.zcard(LATER) == 1


def test_conversations_that_share_an_account_wait_their_turn_and_ask_once(state: RedisClient) -> None:
    looked: list[str] = []
    released: asyncio.Event

    class Held(Pager):
        async def parts(self, conversation: str, event: Event) -> Sequence[str]:
            looked.append(conversation)
            await released.wait()
            return await super().parts(conversation, event)

    pager = Held(rate=Rate(account_per_minute=1_200))

    async def main() -> None:
        nonlocal released
        released = asyncio.Event()
        async with process(pager) as service:
            for number in range(60):
                await service.accept(said("1", f"{number}", f"pager:1:c{number}"))
            await until(lambda: len(looked) == 60)
            started = time.monotonic()
            released.set()
            await until(lambda: len(pager.sent) == 60)
            assert time.monotonic() - started > 1.9  # twenty at once; twenty a second follow

    asyncio.run(main())
    assert sorted(pager.sent, key=int) == [str(number) for number in range(60)]
    assert len(looked) <= 2 * 60  # none asks again and again


def test_replies_wait_for_a_process_that_has_their_channel(state: RedisClient) -> None:
    pager = Pager()

    async def main() -> None:
        async with process(pager) as one, process(Pager()) as other:
            other.platforms.join("another", Pager())
            await other.platforms.leave("pager")  # as while a process stops
            for number in range(6):
                await one.accept(said(f"m{number}", f"{number}", f"pager:1:c{number}"))
            await until(lambda: len(pager.sent) == 6)
            assert state.hget(key("pager:1:c0", "seen"), "pager:m0")
            other.platforms.join("pager", pager)
            await other.platforms.leave("another")

    asyncio.run(main())
    assert sorted(pager.sent) == [str(number) for number in range(6)]


def test_the_web_channels_replies_are_nobodys_to_send(state: RedisClient) -> None:
    async def main() -> None:
        async with process(Pager()) as service:
            inbound = Inbound("0123456789abcdef", "1", "hello", "web")
            await service.accept(inbound)
            assert await service.answer(inbound, 20)

    asyncio.run(main())
    assert state.xlen(SENDING) == 0


def test_what_a_person_says_reaches_the_platform_in_its_order(state: RedisClient) -> None:
    async def main() -> list[str]:
        pager = Pager()
        async with process(pager) as service:
            await service.accept(said("1", "hello"))
            await service.answer(said("1", "hello"), 20.0)
            await service.desk.hand_over(CONVERSATION, {"language": "en"})
            await service.desk.take(CONVERSATION, "mia", "Mia")
            await service.desk.say(CONVERSATION, "mia", "It is on its way.", "Mia")
            await service.desk.hand_back(CONVERSATION, "mia")
            while len(pager.sent) < 4:
                await asyncio.sleep(0.02)
        return pager.sent

    sent = asyncio.run(asyncio.wait_for(main(), 30.0))
    assert sent[0] == "hello"
    assert "Mia has joined" in sent[1]
    assert sent[2] == "It is on its way."
    assert "automated assistant again" in sent[3]
