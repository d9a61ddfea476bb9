"""The mood of what customers write to people: noted beside the message, in the list of who waits, and counted."""

import asyncio
import json
from typing import Any

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.server.moods_of_people import MOST_WAITING, MoodsOfPeople
from bot.state.agents.moods import REMEMBERED_MESSAGES, MoodNotes
from bot.state.connection import Connection
from bot.state.messages import Inbound
from bot.state.numbers.counting import Counting
from bot.state.redis.keys import key
from bot.state.surges import Surge, Surges
from bot.state.tracker.event_records import event_from_json
from tests.bot.conftest import RedisClient
from tests.bot.state.test_desk import ABOUT, asks, hand_over
from tests.support.messaging.server import until
from tests.support.turns import serving

WORDS = {"angry": "negative", "glad": "positive"}


async def read(text: str, owner: str) -> dict[str, Any]:
    """A model that tells a mood by a word."""
    if "stops" in text:
        raise RuntimeError("the model can't")
    mood = next((mood for word, mood in WORDS.items() if word in text), "neutral")
    return {EVIDENCE: Evidence("en", intent="refund", mood=mood).as_json()}  # type: ignore[arg-type]


def written(number: int, text: str) -> Inbound:
    return Inbound("c", f"m{number}", text, "web")


def test_what_a_customer_writes_to_a_person_has_a_mood(state: RedisClient) -> None:
    heard: list[str] = []

    def mood() -> str:
        return str(json.loads(state.hget(key("c", "owner"), "about") or "{}").get("mood"))

    async def main() -> None:
        connection = Connection()
        counting = Counting(connection.client)
        moods = MoodsOfPeople(read, lambda: True, MoodNotes(connection.client), counting)

        def hears(inbound: Inbound) -> None:
            heard.append(inbound.text)
            moods.heard(inbound)

        async with serving(hand_over) as service:
            service.tell_of_messages_to_people(hears)
            await service.accept(asks())
            await until(lambda: state.hget(key("c", "owner"), "owner") == "waiting")
            moods.start()
            # What the model can't read stops nothing.
            for number, text in enumerate(("it stops", "I am angry")):
                await service.accept(written(number, text), {"text": text})
                await service.accept(written(number, text), {"text": text})  # delivered again, it counts once
                await asyncio.sleep(0.05)
            await until(lambda: mood() == "negative")
            assert (await service.desk.waiting())[0].about == {**ABOUT, "mood": "negative"}
            # Angry customers stay so for a while.
            for number in range(REMEMBERED_MESSAGES):
                assert mood() == "negative"
                await service.accept(written(10 + number, "well"), {"text": "well"})
                await until(lambda number=number: f"m{10 + number}" in newest_told())
            await until(lambda: mood() == "neutral")
            await asyncio.sleep(0.05)  # it is counted once it is noted
            await counting.flush()
            surge = Surge("refund", 0.0, 0.0, 1, 0.0)
            assert await Surges(connection.client).messages(surge, 5, lambda evidence: "") == ["I am angry"]
            await moods.stop()
        await connection.close()

    def newest_told() -> str:
        return "".join(record for record in state.lrange(key("c", "events"), 0, -1) if '"to_person"' in record)

    asyncio.run(main())
    assert heard == ["it stops", "I am angry", *["well"] * REMEMBERED_MESSAGES]
    counted = {
        name: int(count)
        for each in state.scan_iter("*numbers*")
        if state.type(each) == "hash"
        for name, count in state.hgetall(each).items()
    }
    assert (counted["mood:negative|web|en"], counted["negative:refund|web|en"], counted["mood:neutral|web|en"]) == (
        1,
        1,
        REMEMBERED_MESSAGES,
    )
    assert all(event_from_json(record) for record in state.lrange(key("c", "events"), 0, -1))  # Rasa reads them as before


def test_of_many_the_newest_are_read_and_of_one_conversation_the_last(state: RedisClient) -> None:
    taken: list[str] = []

    async def notes(text: str, owner: str) -> dict[str, Any]:
        taken.append(text)
        return {}

    async def main() -> None:
        connection = Connection()
        moods = MoodsOfPeople(notes, lambda: True, MoodNotes(connection.client), Counting(connection.client))
        for number in range(MOST_WAITING + 10):
            moods.heard(Inbound(f"c{number}", "m", f"text {number}", "web"))
        for text in ("first", "last", "/button", "  "):
            moods.heard(Inbound("c15", "m", text, "web"))
        moods.start()
        await until(lambda: len(taken) == MOST_WAITING)
        await moods.stop()
        await connection.close()

    asyncio.run(main())
    assert taken == [f"text {number}" for number in range(10, MOST_WAITING + 10) if number != 15] + ["last"]


def test_a_message_that_is_not_there_is_not_noted(state: RedisClient) -> None:
    async def main() -> None:
        connection = Connection()
        assert not await MoodNotes(connection.client).note("gone", "m", "negative", "refund")
        assert state.keys() == []
        await connection.close()

    asyncio.run(main())
