"""A conversation is the assistant's, waits, is an agent's, or is closed; both never speak at once."""

import asyncio
import json

import pytest

from bot.state.connection import Connection
from bot.state.conversations import erase
from bot.state.messages import Inbound
from bot.state.ownership import NotYours
from bot.state.redis.keys import DESK, key
from bot.state.tracker.event_records import event_from_json
from bot.state.turns.owner import LEAVES
from bot.state.turns.transaction import TurnTransaction
from data.errors import StateError
from tests.bot.conftest import RedisClient
from tests.support.turns import echo, said, serving, texts

ABOUT = {"why": "talk_to_person", "asked": "Where is it?", "language": "de", "channel": "web"}


async def hand_over(turn: TurnTransaction) -> None:
    """Hands over who says so; answers others."""
    await echo(turn)
    if "person" in turn.messages[-1].inbound.text:
        turn.hand_over = dict(ABOUT)


def asks(number: int = 1, conversation: str = "c") -> Inbound:
    return Inbound(conversation, f"p{number}", "a person please", "web")


def shown(state: RedisClient, conversation: str = "c") -> list[str]:
    """What the customer reads, in order: who, and what or whose it is now."""
    lines = []
    for _, fields in state.xrange(key(conversation, "outbox")):
        kind = "reply" if "reply" in fields else next(iter(fields))
        content = json.loads(fields[kind])
        lines.append(f"{kind} {content.get('owner') or content['text']}")
    return lines


def test_from_the_assistant_to_an_agent_and_back(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(hand_over) as service:
            desk = service.desk
            await service.accept(asks())
            assert await texts(service, asks()) == ["a person please"]
            [case] = await desk.waiting()
            assert (case.conversation, case.owner.owner, case.about) == ("c", "waiting", ABOUT)
            await service.accept(said(2), {"text": "message 2"})
            assert await texts(service, said(2)) == []  # nobody answers at once, and nobody is waited for
            await desk.take("c", "mia", "Mia")
            assert await desk.waiting() == []
            await desk.say("c", "mia", "Hello, this is Mia.", "Mia")
            await service.accept(said(3), {"text": "message 3"})
            await desk.note("c", "mia", "knows the order")
            await desk.hand_back("c", "mia")
            await service.accept(said(4), {"text": "message 4"})
            assert await texts(service, said(4)) == ["message 4"]
            assert [note.text for note in await desk.notes("c")] == ["knows the order"]
            assert (await desk.owner("c")).owner == "assistant"

    asyncio.run(main())
    assert shown(state) == [
        "reply a person please",
        "handover waiting",
        "customer message 2",
        "handover agent",
        "agent Hello, this is Mia.",
        "customer message 3",
        "handover assistant",
        "customer message 4",
        "reply message 4",
    ]
    assert "Mia ist jetzt da" in state.xrange(key("c", "outbox"))[3][1]["handover"]
    events = [event_from_json(record).as_dict() for record in state.lrange(key("c", "events"), 0, -1)]
    assert [(event["event"], event["text"]) for event in events] == [
        ("user", "message 2"),
        ("agent", "Hello, this is Mia."),
        ("user", "message 3"),
    ]
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_an_agent_who_takes_over_in_the_middle_of_a_turn_silences_it(state: RedisClient) -> None:
    async def main() -> None:
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def slow(turn: TurnTransaction) -> None:
            await echo(turn)
            if not go_on.is_set():
                begun.set()
                await go_on.wait()

        async with serving(slow) as service, serving(slow):
            desk = service.desk
            await service.accept(said(1), {"text": "message 1"})
            await service.accept(said(2), {"text": "message 2"})
            await begun.wait()
            await desk.take("c", "mia")
            await desk.say("c", "mia", "I am here.")
            go_on.set()
            assert await texts(service, said(1)) == await texts(service, said(2)) == []
            await desk.hand_back("c", "mia")
            await service.accept(said(3), {"text": "message 3"})
            assert await texts(service, said(3)) == ["message 3"]

    asyncio.run(main())
    assert [line for line in shown(state) if line.startswith(("reply", "agent"))] == ["agent I am here.", "reply message 3"]
    events = [json.loads(record) for record in state.lrange(key("c", "events"), 0, -1)]
    assert [event["text"] for event in events] == ["message 1", "message 2", "I am here."]


def test_one_of_two_agents_gets_it_and_only_the_owner_speaks(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(hand_over) as service, serving(hand_over) as another:
            desks = [service.desk, another.desk]
            await service.accept(asks())
            await texts(service, asks())
            outcomes = await asyncio.gather(*(desk.take("c", agent) for desk, agent in zip(desks, ("mia", "noah"))), return_exceptions=True)
            assert sorted(type(outcome) for outcome in outcomes if outcome) == [NotYours]
            owner = (await desks[0].owner("c")).agent
            other = "noah" if owner == "mia" else "mia"
            for act in (desks[1].say("c", other, "me, too"), desks[1].hand_back("c", other), desks[1].transfer("c", other, "eve")):
                with pytest.raises(NotYours, match=f"it is {owner}'s now"):
                    await act
            await desks[0].transfer("c", owner, other)
            await desks[1].say("c", other, "now me")
            with pytest.raises(NotYours):
                await desks[0].say("c", owner, "still me?")
            await desks[1].close("c", other)
            with pytest.raises(NotYours, match="it is closed now"):
                await desks[1].say("c", other, "one more thing")
            with pytest.raises(NotYours, match="there is no conversation"):
                await desks[0].take("nobody's", "mia")
            with pytest.raises(StateError, match="an agent's id must be"):
                await desks[0].take("c", "mia smith")
            with pytest.raises(StateError, match="a text must have"):
                await desks[0].say("c", "mia", " ")

    asyncio.run(main())
    assert [line for line in shown(state) if line.startswith("agent")] == ["agent now me"]


def test_an_act_that_is_sent_twice_counts_once(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(hand_over) as service:
            desk = service.desk
            await service.accept(asks())
            await texts(service, asks())
            for _ in range(2):
                await desk.take("c", "mia", operation="take")
                await desk.say("c", "mia", "Hello!", operation="say")
                await desk.note("c", "mia", "noted", operation="note")
            for _ in range(2):
                await desk.hand_back("c", "mia", operation="back")
            assert len(await desk.notes("c")) == 1

    asyncio.run(main())
    assert shown(state)[1:] == ["handover waiting", "handover agent", "agent Hello!", "handover assistant"]


def test_who_is_left_alone_waits_again_and_a_customer_may_go_back_to_the_assistant(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(hand_over) as service:
            desk = service.desk
            await service.accept(asks())
            await texts(service, asks())
            await desk.take("c", "mia")
            [case] = await desk.cases()
            assert not await desk.lapse(case, 60.0, 60.0)
            state.hset(key("c", "owner"), mapping={"took": 1, "unanswered": 1})
            assert await desk.lapse(case, 60.0, 60.0)
            assert [case.conversation for case in await desk.waiting()] == ["c"]
            assert not await desk.beat("c", "mia")
            await desk.take("c", "noah")
            assert await desk.beat("c", "noah")
            state.hset(key("c", "owner"), mapping={"beat": 1})
            assert await desk.lapse((await desk.cases())[0], 60.0, 60.0)
            back = Inbound("c", "b", LEAVES, "web", {"shown": "Back to the assistant"})
            await service.accept(back, {"text": "Back to the assistant"})
            assert await texts(service, back) == []
            assert await desk.cases() == []
            await service.accept(said(5))
            assert await texts(service, said(5)) == ["message 5"]

    asyncio.run(main())
    assert "handover waiting" in shown(state)[2:]


def test_a_closed_conversation_begins_anew_with_the_assistant(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(hand_over) as service:
            desk = service.desk
            await service.accept(said(1))
            assert await texts(service, said(1)) == ["message 1"]
            await desk.hand_over("c", ABOUT)
            await desk.close("c", "mia")
            await service.accept(said(2))
            assert await texts(service, said(2)) == ["message 2"]
            assert (await desk.owner("c")).owner == "assistant"

    asyncio.run(main())


def test_how_long_people_wait_is_known_after_some_have(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(hand_over) as service:
            desk = service.desk
            for number in range(3):
                assert await desk.usual_wait_s() is None
                await service.accept(asks(1, f"c{number}"))
                await texts(service, asks(1, f"c{number}"))
                state.hincrby(key(f"c{number}", "owner"), "queued_since", -60_000)
                await desk.take(f"c{number}", "mia")
            assert round((await desk.usual_wait_s() or 0) / 10) == 6

    asyncio.run(main())


def test_the_list_holds_nobody_for_good_and_forgets_nobody(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(hand_over) as service:
            desk = service.desk
            await service.accept(asks())
            await texts(service, asks())
            state.zadd(DESK, {"a turn that was lost": 1, "a turn that is being written": 4e12})
            assert [case.conversation for case in await desk.cases()] == ["c"]
            assert state.zrange(DESK, 0, -1) == ["c", "a turn that is being written"]
            state.delete(DESK)
        async with serving(hand_over) as service:  # looks for such at its start
            desk = service.desk
            while not await desk.cases():
                await asyncio.sleep(0.02)
            connection = Connection()
            assert await erase(connection.client, "c")
            await connection.close()
            assert await desk.cases() == []
            assert state.zscore(DESK, "c") is None

    asyncio.run(main())


def test_angry_customers_come_first_and_then_who_waits_for_longest(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(hand_over) as service:
            moods = {"calm": "neutral", "angry": "negative", "unknown": "", "angrier": "negative"}
            for conversation, mood in moods.items():
                state.xadd(key(conversation, "outbox"), {"customer": "{}"})
                state.expire(key(conversation, "outbox"), 900)
                await service.desk.hand_over(conversation, ABOUT | ({"mood": mood} if mood else {}))
                await asyncio.sleep(0.002)
            assert [case.conversation for case in await service.desk.waiting()] == ["angry", "angrier", "calm", "unknown"]
            await service.desk.take("angry", "mia")
            assert [case.conversation for case in await service.desk.cases()] == ["angrier", "calm", "unknown", "angry"]

    asyncio.run(main())
