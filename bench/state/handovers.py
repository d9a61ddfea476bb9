"""Hand-overs at random moments of a turn, with processes killed: who speaks, what is lost, who is told."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from standardwebhooks.webhooks import Webhook

from bench.results import Result
from bench.state.customers import Ledger, Visit, send, session, visit
from bench.state.place import Place, rasa, redis_server
from bench.state.said import Found, look
from bot.state.desk import Desk
from bot.state.ownership import NotYours
from bot.state.redis.client import Client, Unavailable, connect, disconnect
from tests.support.rasa_process import free_port
from tests.support.slow_actions import SlowActions

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AGENTS = ("mia", "noah")
SIDE_BY_SIDE = 12
ACTION_S = 0.3


@dataclass
class Told:
    """What the team's webhook got: the ids of notices, and those of conversations."""

    ids: list[str] = field(default_factory=list)
    conversations: set[str] = field(default_factory=set)
    refused: int = 0
    forged: int = 0


@dataclass
class Acts:
    """What the agents did.

    Attributes:
        taken: conversations that an agent took while the other one tried.
        both: how often both were told that it is theirs.
        said: by conversation, what an agent was told was said.
    """

    taken: int = 0
    both: int = 0
    said: dict[str, list[str]] = field(default_factory=dict)


async def handovers(place: Place) -> list[Result]:
    """Two processes, two agents who race, customers who go on writing; kill -9 again and again; a webhook that is down, slow and broken."""
    wanted, kills, down_s = (30, 2, 5.0) if place.short else (1_000, 20, 60.0)
    ledger, told, acts = Ledger(), Told(), Acts()
    endpoints, port = place.folder / "endpoints.yml", free_port()
    before = endpoints.read_text(encoding="utf-8")
    hook = f"http://127.0.0.1:{port}/hook"
    endpoints.write_text(f'{before}\nhandover:\n  webhook: {{url: "{hook}", secret: {SECRET}}}\n', encoding="utf-8")
    actions = SlowActions(place.folder, place.actions_port, ACTION_S)
    try:
        with redis_server(place) as server:
            async with rasa(place, server.url, 2) as processes, session() as http, _receiver(port, down_s, told):
                client = connect(server.url)
                urls, killed = [process.url for process in processes], 0
                tasks = [asyncio.ensure_future(_customers(http, urls, ledger, acts, client, wanted)) for _ in range(SIDE_BY_SIDE)]
                while killed < kills:
                    await asyncio.sleep(random.uniform(0.5, 3.0))
                    victim = processes[killed % 2]
                    victim.kill()
                    victim.start()
                    await asyncio.to_thread(victim.wait_until_ready)
                    killed += 1
                await asyncio.gather(*tasks)
                found = await look(client, ledger, acts.said, lambda: told.conversations, time.monotonic() + 120.0)
                await disconnect(client)
    finally:
        actions.stop()
        endpoints.write_text(before, encoding="utf-8")
    return _results(len(acts.said), killed, found, acts, told, ledger)


async def _customers(http: aiohttp.ClientSession, urls: list[str], ledger: Ledger, acts: Acts, client: Client, wanted: int) -> None:
    while len(acts.said) < wanted:
        to = await visit(http, urls, ledger)
        acts.said[to.conversation] = []
        await _conversation(http, urls, ledger, to, acts, Desk(client))


async def _conversation(http: aiohttp.ClientSession, urls: list[str], ledger: Ledger, to: Visit, acts: Acts, desk: Desk) -> None:
    """A customer asks, and mostly for a person; two agents try to take it at a moment of their own; one answers, and gives it back."""
    asks = random.random() < 0.8

    async def customer() -> None:
        for text in random.sample(["where is my order", "slowly please", "where is my order"], k=random.randint(1, 3)):
            await send(http, urls, ledger, to, text)
        if asks:
            await send(http, urls, ledger, to, "a person please")
        for _ in range(random.randint(0, 3)):
            await send(http, urls, ledger, to, "where is my order")
            await asyncio.sleep(random.uniform(0, 0.2))

    writing = asyncio.ensure_future(customer())
    if asks and random.random() < 0.7:
        await _until_it_waits(desk, to.conversation)
    await asyncio.sleep(random.uniform(0, 0.8))
    taken = await asyncio.gather(*(_take(desk, to.conversation, agent) for agent in AGENTS))
    acts.taken += any(taken)
    acts.both += all(taken)
    if any(taken):
        agent = AGENTS[taken.index(True)]
        for number in range(random.randint(1, 3)):
            text = f"{agent} says {number}"
            await _patiently(desk, "say", to.conversation, agent, text, operation=f"{agent}-{number}")
            acts.said[to.conversation].append(text)
            await asyncio.sleep(random.uniform(0, 0.2))
        await _patiently(desk, random.choice(["hand_back", "close"]), to.conversation, agent, operation="end")
    await writing
    await send(http, urls, ledger, to, "where is my order")


async def _until_it_waits(desk: Desk, conversation: str) -> None:
    """Waits until the assistant has handed over; not for good, since it may have been killed."""
    deadline = time.monotonic() + 20.0
    while time.monotonic() < deadline:
        with suppress(*Unavailable):
            if (await desk.owner(conversation)).owner == "waiting":
                return
        await asyncio.sleep(0.05)


async def _take(desk: Desk, conversation: str, agent: str) -> bool:
    try:
        await _patiently(desk, "take", conversation, agent, operation=f"take-{agent}")
    except NotYours:
        return False
    return True


async def _patiently(desk: Desk, what: str, *arguments: str, operation: str) -> None:
    while True:
        try:
            return await getattr(desk, what)(*arguments, operation=operation)  # type: ignore[no-any-return]
        except Unavailable:
            await asyncio.sleep(0.1)


@asynccontextmanager
async def _receiver(port: int, down_s: float, told: Told) -> AsyncIterator[None]:
    """A webhook that nobody serves at first, then slowly, and with a 500 now and then."""

    async def hook(request: web.Request) -> web.Response:
        body = await request.text()
        try:
            record = Webhook(SECRET).verify(body, dict(request.headers))
        except Exception:
            told.forged += 1
            return web.Response(status=400)
        await asyncio.sleep(random.choice([0, 0, 0.5, 2.0]))
        if random.random() < 0.2:
            told.refused += 1
            return web.Response(status=500)
        told.ids.append(request.headers["webhook-id"])
        told.conversations.add(record["data"]["conversation"])
        return web.Response(status=204)

    async def serve() -> None:
        await asyncio.sleep(down_s)
        app = web.Application()
        app.router.add_post("/hook", hook)
        await runner_of(app)

    runners: list[web.AppRunner] = []

    async def runner_of(app: web.Application) -> None:
        runner = web.AppRunner(app)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()

    task = asyncio.ensure_future(serve())
    try:
        yield
    finally:
        task.cancel()
        for runner in runners:
            await runner.cleanup()


def _results(count: int, killed: int, found: Found, acts: Acts, told: Told, ledger: Ledger) -> list[Result]:
    test = f"{count:,} conversations handed over at random moments, {killed} kill -9 of one of two processes"
    zero = {
        "assistant and person both spoke": found.both_spoke,
        "customers' messages lost": found.lost,
        "customers' messages twice": found.twice,
        "customers' messages out of order": found.disordered,
        "agents' messages lost, twice or out of order": found.agents_wrong,
        "taken by two agents": acts.both,
        "never answered": found.unanswered,
        "hand-overs that nobody was told of": found.untold,
        "notices with a wrong signature": told.forged,
    }
    return [
        Result(test, "customers' messages", ledger.count, "messages"),
        Result(test, "taken by an agent while another tried", acts.taken, "conversations"),
        Result(test, "handed over by the assistant", found.handed_over, "hand-overs"),
        Result(test, "customers' messages that a person got to answer", found.to_person, "messages"),
        Result(test, "notices that came twice, with the same id", len(told.ids) - len(set(told.ids)), "notices"),
        Result(test, "notices that were answered with 500", told.refused, "notices"),
        *(Result(test, metric, value, "", "0", value == 0) for metric, value in zero.items()),
    ]
