"""Somebody is told of each hand-over: though the receiver is down, slow or broken, and though a process is killed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.message import EmailMessage

import pytest
from aiohttp import web
from standardwebhooks.webhooks import Webhook

from bot.handover import telling, ways
from bot.handover.settings import HandoverPlan, HandoverSettings
from bot.handover.telling import Telling
from bot.handover.way_settings import MailWay, SlackWay, Way, WebhookWay
from bot.state.redis.keys import DESK, key
from bot.state.service import Service
from bot.state.turns.owner import ELSEWHERE
from tests.bot.conftest import RedisClient
from tests.support.mailbox import mailbox
from tests.support.rasa_process import free_port
from tests.support.turns import serving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ABOUT = {"why": "talk_to_person", "asked": "Write to jo@example.com <now> & quickly", "language": "en", "channel": "web"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "LOOKS_EVERY_S", 0.02)
    monkeypatch.setattr(telling, "LONGEST_PAUSE_S", 0.2)
    monkeypatch.setattr(ways, "TIMEOUT_S", 0.5)


@asynccontextmanager
async def receiver(port: int, handler: Handler) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def told_by(service: Service, **how: Way) -> AsyncIterator[None]:
    plan = HandoverPlan(HandoverSettings(page="https://shop.example/desk"), how, True)
    running = Telling(plan, service.desk, service.notices)
    running.start()
    try:
        yield
    finally:
        await running.stop()


async def hand_over(service: Service, state: RedisClient, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        state.xadd(key(f"c{number}", "outbox"), {"customer": "{}"})
        state.expire(key(f"c{number}", "outbox"), 900)
        await service.desk.hand_over(f"c{number}", ABOUT)


def notes_ids(told: list[str]) -> Handler:
    """A receiver that notes which notices it was sent."""

    async def hook(request: web.Request) -> web.Response:
        told.append(request.headers["webhook-id"])
        return web.Response()

    return hook


async def until(condition: Callable[[], bool]) -> None:
    async def wait() -> None:
        while not condition():
            await asyncio.sleep(0.02)

    await asyncio.wait_for(wait(), 30)


def test_a_receiver_that_is_down_slow_or_broken_is_told_of_all_and_the_signature_holds(state: RedisClient) -> None:
    told: dict[str, str] = {}
    answers = iter(["slow", "broken", "moved"] * 3)
    port = free_port()

    async def hook(request: web.Request) -> web.Response:
        body = await request.text()
        record = Webhook(SECRET).verify(body, dict(request.headers))
        match next(answers, "well"):
            case "slow":
                await asyncio.sleep(1.0)
            case "broken":
                return web.Response(status=500)
            case "moved":
                return web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"})
        told[record["data"]["conversation"]] = body
        return web.Response(status=204)

    async def main() -> None:
        async with serving() as service, told_by(service, webhook=WebhookWay(f"http://127.0.0.1:{port}/hook", SECRET)):
            await hand_over(service, state, 10)
            await asyncio.sleep(0.5)  # nobody listens
            async with receiver(port, hook):
                await until(lambda: len(told) == 10)
                await until(lambda: not any(state.exists(key(f"c{number}", "notices")) for number in range(10)))

    asyncio.run(main())
    record = json.loads(told["c3"])
    assert record["type"] == "handover.waiting"
    assert record["data"]["asked"] == "Write to [email] <now> & quickly"
    assert (record["data"]["why"], record["data"]["page"]) == ("talk_to_person", "https://shop.example/desk")
    assert state.zcard(DESK) == 10  # they wait still


def test_two_processes_tell_once_and_another_goes_on_for_one_that_is_gone(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "LEADS_S", 1.0)
    told: list[str] = []
    port = free_port()

    async def main() -> None:
        way = WebhookWay(f"http://127.0.0.1:{port}/hook", SECRET)
        async with receiver(port, notes_ids(told)), serving() as one, serving() as two:
            async with told_by(one, webhook=way), told_by(two, webhook=way):
                await hand_over(one, state, 20)
                await until(lambda: len(told) >= 20)
                await asyncio.sleep(0.3)
            async with told_by(two, webhook=way):
                await hand_over(one, state, 5, first=20)
                await until(lambda: len(told) >= 25)

    asyncio.run(main())
    assert len(set(told)) == len(told) == 25


def test_slack_and_mail_are_told_each_on_its_own(state: RedisClient) -> None:
    slack: list[str] = []
    ports = free_port(), free_port()

    async def hook(request: web.Request) -> web.Response:
        slack.append((await request.json())["text"])
        return web.Response(text="ok")

    async def main() -> EmailMessage:
        mail = MailWay(("team@shop.example",), "heed@shop.example", "127.0.0.1", ports[1], "none")
        told = {"slack": SlackWay(f"http://127.0.0.1:{ports[0]}/hook"), "email": mail}
        async with serving() as service, told_by(service, **told), mailbox(ports[1]) as mails:
            await hand_over(service, state, 1)
            await until(lambda: len(mails) == 1)
            assert not slack  # nobody listens yet
            async with receiver(ports[0], hook):
                await until(lambda: len(slack) == 1)
                await until(lambda: not state.exists(key("c0", "notices")))
            return mails[0]

    message = asyncio.run(main())
    assert "&lt;now&gt; &amp; quickly" in slack[0]
    assert (message["To"], message["Subject"]) == ("team@shop.example", "A customer waits for an answer")
    assert "[email]" in str(message.get_payload())


def test_an_agent_who_is_gone_loses_the_conversation_and_the_team_is_told_again(state: RedisClient) -> None:
    told: list[str] = []
    port = free_port()

    async def main() -> None:
        way = WebhookWay(f"http://127.0.0.1:{port}/hook", SECRET)
        async with receiver(port, notes_ids(told)), serving() as service, told_by(service, webhook=way):
            await hand_over(service, state, 2)
            await service.desk.take("c0", "mia")
            await service.desk.take("c1", f"{ELSEWHERE}chatwoot")  # people at another desk give no signs of life here
            for conversation in ("c1", "c0"):
                state.hset(key(conversation, "owner"), "beat", 1)
            await until(lambda: len(told) == 3)
            assert [case.conversation for case in await service.desk.waiting()] == ["c0"]

    asyncio.run(main())
    assert len(set(told)) == 3
