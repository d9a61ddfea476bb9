"""A surge is found, told of once in each way until it arrived, with redacted messages, and is over when it is over."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from standardwebhooks.webhooks import Webhook

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.handover.settings import HandoverPlan, HandoverSettings
from bot.handover.way_settings import SlackWay, WebhookWay
from bot.moods import watching
from bot.moods.watching import Watching, look
from bot.state.connection import Connection
from bot.state.moods import note_mood
from bot.state.redis.keys import DAY_S, key
from bot.state.surges import Surges
from tests.bot.conftest import RedisClient
from tests.support.rasa_process import free_port
from tests.support.turns import serving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOON = 20_000 * DAY_S + DAY_S / 2


@asynccontextmanager
async def connected() -> AsyncIterator[Connection]:
    connection = Connection()
    try:
        yield connection
    finally:
        await connection.close()


async def complain(connection: Connection, state: RedisClient, count: int, at: float, topic: str = "refund_status") -> None:
    """So many customers, half a minute after one another."""
    for number in range(count):
        event = {
            "event": "user",
            "text": f"Where is my money?! Call 0171 1234567 at once. {number}",
            "parse_data": {EVIDENCE: Evidence("en", intent=topic, mood="negative").as_json()},
        }
        state.rpush(key(f"{topic}{number}", "events"), json.dumps(event))
        state.expire(key(f"{topic}{number}", "events"), 900)
        await note_mood(connection.client, f"{topic}{number}", at + 30 * number, topic)


def test_a_surge_begins_once_and_ends(state: RedisClient) -> None:
    async def main() -> None:
        async with connected() as connection:
            client, surges = connection.client, Surges(connection.client)
            for number in range(40):
                await note_mood(client, f"q{number}", NOON - 3000 + 60 * number, "")
            await complain(connection, state, 12, NOON)
            assert await look(client, True, NOON - 60) == []
            [found] = await look(client, True, NOON + 360)
            assert (found.topic, found.customers, found.since) == ("refund_status", 12, NOON)
            assert "about refund status: 12 customers in 6 minutes, since 12:00 UTC" in found.text
            assert await look(client, True, NOON + 600) == []
            assert await surges.open() == [found]
            assert await look(client, True, NOON + 7 * 3600) == []
            assert await surges.open() == []
            assert await surges.untold("webhook") == [found]  # told of nevertheless
            await surges.told(found, "webhook", ("webhook", "slack"))
            assert await surges.untold("webhook") == []
            assert await surges.untold("slack") == [found]
            await surges.told(found, "slack", ("webhook", "slack"))
            assert await surges.untold("slack") == []
            assert all(state.ttl(name) != -1 for name in state.scan_iter())

    asyncio.run(main())


def test_one_customer_is_no_surge_however_much_they_write(state: RedisClient) -> None:
    async def main() -> None:
        async with connected() as connection:
            for number in range(200):
                await note_mood(connection.client, "c", NOON + number, "refund_status")
            assert await look(connection.client, True, NOON + 210) == []

    asyncio.run(main())


def test_the_team_is_told_by_each_way_until_it_arrived_without_personal_data(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOKS_EVERY_S", 0.05)
    monkeypatch.setattr(watching, "TELLS_EVERY_S", 0.02)
    monkeypatch.setattr(watching, "LONGEST_PAUSE_S", 0.1)
    told: list[tuple[str, str]] = []
    answers = iter([500, 500, 503])

    async def hook(request: web.Request) -> web.Response:
        body = await request.text()
        if (status := next(answers, 200)) == 200:
            Webhook(SECRET).verify(body, dict(request.headers))
            told.append((request.headers["webhook-id"], body))
        return web.Response(status=status)

    async def slack(request: web.Request) -> web.Response:
        told.append(("slack", (await request.json())["text"]))
        return web.Response(text="ok")

    async def main() -> None:
        app, port = web.Application(), free_port()
        app.router.add_post("/hook", hook)
        app.router.add_post("/slack", slack)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        ways = {"webhook": WebhookWay(f"http://127.0.0.1:{port}/hook", SECRET), "slack": SlackWay(f"http://127.0.0.1:{port}/slack")}
        plan = HandoverPlan(HandoverSettings(page="https://shop.example/desk"), ways, True)
        async with serving() as one, serving() as two, connected() as connection:
            watches = [Watching(plan, connection.client, each.notices) for each in (one, two)]
            for watch in watches:
                watch.start()
            await complain(connection, state, 12, time.time() - 360)
            try:
                while len(told) < 2:
                    await asyncio.sleep(0.02)
                await asyncio.sleep(0.5)  # nobody tells again
            finally:
                for watch in watches:
                    await watch.stop()
                await runner.cleanup()

    asyncio.run(asyncio.wait_for(main(), 60))
    assert len(told) == 2
    body = next(text for id, text in told if id.startswith("surge_"))
    record = json.loads(body)
    assert record["type"] == "moods.surge"
    assert (record["data"]["topic"], record["data"]["page"]) == ("refund_status", "https://shop.example/desk")
    assert 5 <= record["data"]["customers"] <= 12  # looked for while they write
    assert record["data"]["messages"][0].startswith("Where is my money?! Call [phone] at once. ")
    assert len(record["data"]["messages"]) == 5
    text = dict(told)["slack"]
    assert "[phone]" in text
    assert "0171" not in text
    assert "refund status: " in text
