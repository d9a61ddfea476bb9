"""Hand-overs at random moments of a turn, with two processes that stop and start again (`make chaos` kills them for real)."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable

from bench.state.customers import Ledger
from bench.state.said import Found, look
from bot.state.connection import Connection
from bot.state.desk import Desk
from bot.state.messages import Inbound
from bot.state.ownership import NotYours
from bot.state.redis.keys import key
from bot.state.service import Service
from bot.state.turns.owner import WAITING
from bot.state.turns.transaction import Tracked, TurnTransaction
from tests.bot.conftest import RedisClient
from tests.bot.state.test_desk import ABOUT
from tests.support.turns import at_once, sorry

COUNT, SIDE_BY_SIDE, AGENTS = 80, 16, ("mia", "noah")
# Every so many-th customer asks for a person at once, and an agent comes only when they wait: whatever the moments, that happens.
ASKS_AT_ONCE = 4
chance = random.Random(7)


class Process:
    """The state of a process whose turns write what the customer said, as Rasa's do, and take a moment."""

    def __init__(self) -> None:
        self.connections = [Connection()]
        self.service = Service(self._answer, sorry, at_once, connection=self.connections[-1])

    async def _answer(self, turn: TurnTransaction) -> None:
        position = await self.connections[-1].client.llen(key(turn.conversation, "events"))
        await asyncio.sleep(chance.uniform(0, 0.05))
        inbound = turn.messages[0].inbound
        event = {"event": "user", "text": inbound.text, "message_id": inbound.message_id, "metadata": {}}
        turn.tracked = Tracked(None, [json.dumps(event)], position, ("v", 0, "[]"), 900, _nothing)
        turn.replies.append({"text": "an answer"})
        turn.hand_over = dict(ABOUT) if inbound.text == "a person" else {}

    async def again(self) -> None:
        """Stops in the middle of whatever it does, and starts anew."""
        await self.service.stop()
        self.connections.append(Connection())  # a command that was broken off may leave its answer in the old one
        self.service = Service(self._answer, sorry, at_once, connection=self.connections[-1])
        await self.service.start()


def test_nobody_speaks_out_of_turn_and_nothing_is_lost(state: RedisClient) -> None:
    ledger, said = Ledger(), {f"c{number}": list[str]() for number in range(COUNT)}
    both = 0

    async def conversation(name: str, processes: list[Process], desk: Desk) -> None:
        nonlocal both

        async def send(number: int, text: str) -> None:
            inbound = Inbound(name, f"m{number}", text, "web")
            await chance.choice(processes).service._inbox.accept(inbound, {"text": text})
            ledger.note(name, inbound.message_id)

        async def customer() -> None:
            for number in range(1, 6):
                await send(number, "a person" if number == 2 and chance.random() < 0.7 else "a question")
                await asyncio.sleep(chance.uniform(0, 0.06))

        if int(name.removeprefix("c")) % ASKS_AT_ONCE == 0:
            await send(0, "a person")
            await until(lambda: waits(name, desk))
            await send(7, "is anybody there?")
            await until(lambda: reads(name, "m7", desk))
        else:
            await send(0, "a question")
        writing = asyncio.ensure_future(customer())
        await asyncio.sleep(chance.uniform(0.01, 0.3))
        outcomes = await asyncio.gather(*(desk.take(name, agent) for agent in AGENTS), return_exceptions=True)
        both += outcomes.count(None) != 1
        assert all(outcome is None or isinstance(outcome, NotYours) for outcome in outcomes)
        for text in ("one", "two"):
            await desk.say(name, AGENTS[outcomes.index(None)], text)
            said[name].append(text)
            await asyncio.sleep(chance.uniform(0, 0.05))
        await chance.choice([desk.hand_back, desk.close])(name, AGENTS[outcomes.index(None)])
        await writing
        await send(6, "a question")

    async def main() -> Found:
        processes = [Process(), Process()]
        for process in processes:
            await process.service.start()
        own, names = Connection(), iter(said)

        async def some() -> None:
            for name in names:
                await conversation(name, processes, Desk(own.client))

        everybody = [asyncio.ensure_future(some()) for _ in range(SIDE_BY_SIDE)]
        for number in range(6):
            await asyncio.sleep(0.2)
            await processes[number % 2].again()
        await asyncio.gather(*everybody)
        found = await look(own.client, ledger, said, lambda: set(said), time.monotonic() + 60.0)
        for process in processes:
            await process.service.stop()
        for connection in [own, *processes[0].connections, *processes[1].connections]:
            await connection.close()
        return found

    found = asyncio.run(main())
    assert found.handed_over >= COUNT // ASKS_AT_ONCE
    assert found.to_person >= COUNT // ASKS_AT_ONCE
    assert found == Found(handed_over=found.handed_over, to_person=found.to_person)
    assert both == 0


async def until(happens: Callable[[], Awaitable[bool]]) -> None:
    while not await happens():
        await asyncio.sleep(0.01)


async def waits(conversation: str, desk: Desk) -> bool:
    return (await desk.owner(conversation)).owner == WAITING


async def reads(conversation: str, message_id: str, desk: Desk) -> bool:
    """Whether what a customer said stands in the conversation."""
    return any(message_id in record for record in await desk.client.lrange(key(conversation, "events"), 0, -1))


async def _nothing() -> None:
    pass
