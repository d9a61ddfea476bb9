"""All agents and customers at once on one process: how long a line takes, from its request to whoever it is for."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field

import aiohttp
import numpy as np

from bench.desk.place import Place
from bench.results import Result
from bot.desk.guard import COOKIE
from bot.state.agents.accounts import Accounts
from bot.state.agents.sessions import Sessions
from bot.state.desk import Desk
from bot.state.redis.client import Client, connect, disconnect
from bot.state.redis.keys import key
from tests.support.rasa_process import RasaProcess

AGENTS, CUSTOMERS = 200, 1_000
AGAIN_S, ALL_LIVE_S = 10.0, 180.0
ADDRESSES = 8
# Pages that were opened in the course of a day are not opened in one moment.
OPENS_EVERY_S = 0.02
TEST = f"{AGENTS} agents' streams and {CUSTOMERS:,} customers' on one process"


@dataclass
class Measured:
    """When lines were sent, and how long they took, in seconds."""

    sent: dict[str, float] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=lambda: {"to agents": [], "to customers": []})
    missing: int = 0

    def line(self) -> str:
        name = uuid.uuid4().hex
        self.sent[name] = time.perf_counter()
        return f"line {name}"

    def seen(self, text: str, by: str) -> None:
        name = text.removeprefix("line ")
        if (began := self.sent.pop(name, None)) is not None:
            self.took[by].append(time.perf_counter() - began)


def streams(place: Place, seconds: float, per_second: float) -> Iterator[Result]:
    """Has each agent hold five customers; lines go both ways, so many a second in all."""
    measured = asyncio.run(_run(place.server, seconds, per_second))
    condition = f"{per_second:.0f} lines a second"
    for by, took in measured.took.items():
        p95 = 1000 * float(np.percentile(took, 95)) if took else float("inf")
        yield Result(TEST, f"p95 of a line {by}", p95, "ms", "≤ 300", p95 <= 300, condition=condition)
        yield Result(TEST, f"median of a line {by}", 1000 * float(np.median(took)) if took else float("inf"), "ms", condition=condition)
        yield Result(TEST, f"lines {by}", len(took), condition=condition)
    yield Result(TEST, "lines that nobody saw", measured.missing, goal="0", holds=not measured.missing, condition=condition)


async def _run(server: RasaProcess, seconds: float, per_second: float) -> Measured:
    measured, chosen, url, state = Measured(), random.Random(1), server.url, connect(server.redis_url)
    async with AsyncExitStack() as stack:
        # No address may hold more than a share of a server's connections.
        clients = [await stack.enter_async_context(_client(f"127.0.0.{number}")) for number in range(2, 2 + ADDRESSES)]
        agents = [await Agent.signed_in(clients[number % ADDRESSES], url, f"agent{number}", state) for number in range(AGENTS)]
        customers = [await Customer.handed_over(clients[number % ADDRESSES], url, state) for number in range(CUSTOMERS)]
        for place, customer in enumerate(customers):
            await agents[place % AGENTS].take(customer.conversation)
        everybody: list[Agent | Customer] = [*agents, *customers]
        following = []
        for each in everybody:
            following.append(asyncio.ensure_future(_for_good(each, measured)))
            await asyncio.sleep(OPENS_EVERY_S)
        following += [asyncio.ensure_future(agent.is_here()) for agent in agents]
        await asyncio.wait_for(asyncio.gather(*(each.live.wait() for each in everybody)), ALL_LIVE_S)
        sending = []
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            customer = chosen.choice(customers)
            if chosen.random() < 0.5:
                sending.append(asyncio.ensure_future(customer.say(measured.line())))
            else:
                agent = agents[customers.index(customer) % AGENTS]
                sending.append(asyncio.ensure_future(agent.say(customer.conversation, measured.line())))
            await asyncio.sleep(chosen.expovariate(per_second))
        await asyncio.gather(*sending)
        await asyncio.sleep(3.0)
        measured.missing = len(measured.sent)
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
        await disconnect(state)
    return measured


async def _for_good(each: Agent | Customer, measured: Measured) -> None:
    """Connects again, as browsers do."""
    while True:
        with suppress(aiohttp.ClientError):
            await each.follow(measured)
        await asyncio.sleep(1.0)


def _client(address: str) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0, local_addr=(address, 0))
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(total=None))


@dataclass
class Agent:
    """An agent's page."""

    client: aiohttp.ClientSession
    url: str
    headers: dict[str, str]
    mine: list[str] = field(default_factory=list)
    live: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def signed_in(cls, client: aiohttp.ClientSession, url: str, agent: str, state: Client) -> Agent:
        """As by a password, whose hash would take a tenth of a second."""
        accounts = Accounts(state)
        account = await accounts.find(agent)
        assert account
        token, session = await Sessions(state, accounts).open(account)
        return cls(client, f"{url}/desk/api", {"Cookie": f"{COOKIE}={token}", "x-heed-csrf": session.csrf})

    async def post(self, path: str, **body: str) -> None:
        await _posted(self.client, f"{self.url}/{path}", body, self.headers)

    async def take(self, conversation: str) -> None:
        await self.post(f"conversations/{conversation}/take", operation=uuid.uuid4().hex)
        self.mine.append(conversation)

    async def say(self, conversation: str, text: str) -> None:
        await self.post(f"conversations/{conversation}/say", operation=uuid.uuid4().hex, text=text)

    async def is_here(self) -> None:
        await asyncio.sleep(random.uniform(0, AGAIN_S))
        while True:
            await self.post(f"conversations/{random.choice(self.mine)}/viewing")
            await asyncio.sleep(AGAIN_S)

    async def follow(self, measured: Measured) -> None:
        async with self.client.get(f"{self.url}/events", headers=self.headers) as answer:
            answer.raise_for_status()
            async for name, data in _events(answer):
                if name == "live":
                    self.live.set()
                elif name == "conversation":
                    for message in data["messages"]:
                        if message["from"] == "customer":
                            measured.seen(message["text"], "to agents")


@dataclass
class Customer:
    """A customer's widget."""

    client: aiohttp.ClientSession
    url: str
    token: str
    conversation: str
    live: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def handed_over(cls, client: aiohttp.ClientSession, url: str, state: Client) -> Customer:
        """Who has asked the assistant for a person; its answer is not what is measured."""
        async with client.post(f"{url}/chat/sessions", json={}) as answer:
            answer.raise_for_status()
            session = await answer.json()
        conversation = str(session["conversation"])
        await state.rpush(key(conversation, "events"), json.dumps({"event": "user", "text": "a person please", "timestamp": time.time()}))
        await Desk(state).hand_over(conversation, {"why": "talk_to_person", "asked": "a person please", "language": "en", "channel": "web"})
        return cls(client, f"{url}/chat", session["access_token"], conversation)

    async def say(self, text: str) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        message = {"message_id": uuid.uuid4().hex, "text": text}
        await _posted(self.client, f"{self.url}/messages", message, headers)

    async def follow(self, measured: Measured) -> None:
        async with self.client.get(f"{self.url}/events", headers={"Authorization": f"Bearer {self.token}"}) as answer:
            answer.raise_for_status()
            async for name, data in _events(answer):
                if name == "live":
                    self.live.set()
                elif data.get("from") == "agent":
                    measured.seen(data["text"], "to customers")


async def _posted(client: aiohttp.ClientSession, url: str, body: dict[str, str], headers: dict[str, str]) -> None:
    """Sends something that counts once; again where the server has just closed an idle connection."""
    for _ in range(3):
        with suppress(aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            async with client.post(url, json=body, headers=headers) as answer:
                answer.raise_for_status()
                await answer.read()
                return
    raise RuntimeError(f"the server hung up on {url} three times")


async def _events(answer: aiohttp.ClientResponse):  # type: ignore[no-untyped-def]
    name = ""
    async for raw in answer.content:
        kind, _, value = raw.decode().rstrip("\n").partition(": ")
        if kind == "event":
            name = value
        elif kind == "data":
            yield name, json.loads(value)
