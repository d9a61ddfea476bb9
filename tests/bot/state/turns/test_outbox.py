"""What a client sees: the customer's own messages, replies and ratings in one stream; and how often things may happen."""

import asyncio

import pytest

from bot.state.messages import UsedBefore
from bot.state.ratings import WHOLE, ratings
from bot.state.redis.keys import key
from bot.state.turns.outbox import FIRST
from tests.bot.conftest import RedisClient
from tests.support.turns import said, serving

PATIENCE_S = 60.0


def test_a_message_is_shown_once_before_its_answer_in_all_processes(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as one, serving() as other:
            for number in range(3):
                await asyncio.gather(*(service.accept(said(number), {"message_id": f"m{number}"}) for service in (one, other, one)))
                assert await other.answer(said(number), PATIENCE_S)
            events, busy = await other.look("c", FIRST, 100)
            assert [(entry.kind, entry.to or entry.content["message_id"]) for entry in events] == [
                (kind, f"m{number}") for number in range(3) for kind in ("customer", "assistant")
            ]
            assert not busy
            assert await one.look("c", events[1].id, 2) == (events[2:4], False)

    asyncio.run(main())
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_an_answer_is_found_by_whoever_waits_for_it(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as one, serving(ready=False) as other:
            for number in range(3):  # what is new isn't looked at before there is news; an answer without words is an empty list
                assert await other.accept(said(number), {"message_id": f"m{number}"})
                [reply] = await other.answer(said(number), PATIENCE_S, new=True) or ()
                assert (reply.kind, reply.to, reply.content) == ("assistant", f"m{number}", {"text": f"message {number}"})
                assert not await other.accept(said(number))
                assert await other.answer(said(number), 0) == [reply]
            assert await one.answer(said(9), 0.01, new=True) is None
            state.hset(key("c", "seen"), said(8).name, " ")
            assert await one.answer(said(8), 0) == []

    asyncio.run(main())


def test_news_come_when_a_message_is_accepted(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as one, serving() as other:
            with other.news("c") as news:
                await asyncio.sleep(0.3)  # the subscription itself wakes once
                news.clear()
                await one.accept(said(1), {"message_id": "m1"})
                await asyncio.wait_for(news.wait(), PATIENCE_S)

    asyncio.run(main())


def test_what_may_be_used_once_is_used_by_one_message(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as one, serving() as other:
            results = await asyncio.gather(
                *(service.accept(said(number), {"message_id": "x"}, "button") for number in range(4) for service in (one, other)),
                return_exceptions=True,
            )
            assert [type(result) for result in results].count(UsedBefore) == 6
            with pytest.raises(UsedBefore, match="'button'"):
                await one.accept(said(9), None, "button")

    asyncio.run(main())
    assert [state.hlen(key("c", part)) for part in ("seen", "used")] == [1, 1]


def test_a_rating_is_kept_with_the_reply_and_replaced_by_a_later_one(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as service:
            assert not await service.opinions.whole("c", 5, "")
            await service.accept(said(1), {"message_id": "m1"})
            await service.answer(said(1), PATIENCE_S)
            mine, reply = await service.events("c")
            assert not await service.opinions.reply("c", mine.id, "up", "")
            assert not await service.opinions.reply("other", reply.id, "up", "")
            for value in ("up", "up", "down"):
                assert await service.opinions.reply("c", reply.id, value, "because")
            assert await service.opinions.whole("c", 2, "meh")
            assert [entry.content for entry in (await service.events("c"))[2:]] == [
                {"rated": reply.id, "value": "up"},
                {"rated": reply.id, "value": "down"},
            ]
            kept = await ratings(service._client, "c")
            assert (kept[reply.id].value, kept[reply.id].text, kept[reply.id].to) == ("down", "message 1", "m1")
            assert (kept[WHOLE].value, kept[WHOLE].reason) == ("2", "meh")

    asyncio.run(main())
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_rates_hold_for_all_processes_together(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as one, serving() as other:
            waits = [await service.limits.wait_s("c", "1.2.3.4", (10, 0)) for _ in range(8) for service in (one, other)]
            assert waits[:10] == [0.0] * 10
            assert all(0 < wait <= 6.1 for wait in waits[10:])
            assert await one.limits.wait_s("other", "1.2.3.4", (10, 0)) == 0
            assert [await one.limits.wait_s("", "1.2.3.4", (10, 1)) > 0 for _ in range(2)] == [False, True]
            assert await one.limits.wait_s("", "5.6.7.8", (10, 1)) == 0

    asyncio.run(main())
    assert all(state.ttl(name) > 0 for name in state.scan_iter())
