"""A session that has ended hears nothing more, however much there is to tell."""

import asyncio

import pytest

from bot.desk.hub import Page
from bot.desk.routes import events
from bot.state.agents.accounts import Account, Accounts
from bot.state.agents.sessions import Sessions
from bot.state.redis.client import connect, disconnect
from tests.bot.conftest import RedisClient


class Response:
    """What was sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, text: str) -> None:
        self.sent.append(text)


def test_a_busy_desk_looks_by_the_clock_whether_the_session_goes_on(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_S", 0.2)

    async def main() -> None:
        client = connect()
        accounts = Accounts(client)
        await accounts.change(Account("mia", "Mia", "agent", "hash"))
        account = await accounts.find("mia")
        assert account
        sessions = Sessions(client, accounts)
        token, _ = await sessions.open(account)
        page, response = Page("mia"), Response()

        async def tell() -> None:
            while True:
                page.tell("news")
                await asyncio.sleep(0.005)

        telling = asyncio.ensure_future(tell())
        following = asyncio.ensure_future(events.follow(page, response, sessions, token))
        while ":\n\n" not in response.sent:  # it was looked, and it goes on
            await asyncio.sleep(0.01)
        await sessions.end(token)
        await following
        assert "signed-out" in response.sent[-1]
        assert response.sent.count("news") > 1
        telling.cancel()
        await disconnect(client)

    asyncio.run(asyncio.wait_for(main(), 20))
