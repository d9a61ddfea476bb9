"""Pages are told what changes, whatever goes wrong with one conversation, or for a while with Redis."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.desk import hub as telling
from bot.desk.hub import Hub, Page
from bot.desk.names import Names
from bot.state.agents.accounts import Accounts
from bot.state.connection import Connection
from bot.state.desk import Desk
from bot.state.redis.keys import NEWS, key
from tests.bot.conftest import RedisClient

ABOUT = {"why": "talk_to_person", "asked": "Where is it?", "language": "de", "channel": "web"}


@asynccontextmanager
async def hub() -> AsyncIterator[tuple[Hub, Desk]]:
    connection = Connection()
    desk = Desk(connection.client)
    found = Hub(connection.client, connection.notices, desk, Names(Accounts(connection.client)))
    found.start()
    try:
        yield found, desk
    finally:
        await found.stop()
        await connection.close()


async def told(page: Page, name: str) -> dict[str, Any]:
    """The next event of a name."""
    while True:
        text = await page.untold.get()
        assert text is not None
        kind, _, data = text.partition("\ndata: ")
        if kind == f"event: {name}":
            return dict(json.loads(data))


def test_one_damaged_conversation_keeps_no_other_from_being_told(state: RedisClient, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with hub() as (found, desk):
            with found.page("mia") as page:
                await told(page, "live")
                for conversation in ("damaged", "fine"):
                    state.rpush(key(conversation, "events"), "{}")
                    await desk.hand_over(conversation, ABOUT)
                    await desk.take(conversation, "mia")
                    found.opened(conversation, "mia")
                state.hset(key("damaged", "ratings"), "1-0", "{broken")
                for text in ("Hello!", "And again."):
                    state.publish(NEWS, "damaged")
                    await desk.say("fine", "mia", text)
                    while text not in str((await told(page, "conversation"))["messages"]):
                        pass
                await desk.close("fine", "mia")
                while all(case["owner"] != "closed" for case in (await told(page, "cases"))["cases"]):
                    pass

    asyncio.run(asyncio.wait_for(main(), 30))
    assert "not told of conversation damaged" in caplog.text


def test_the_list_is_read_again_after_a_failure(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "PAUSE_S", 0.01)

    async def main() -> None:
        async with hub() as (found, desk):
            state.rpush(key("c", "events"), "{}")
            await desk.hand_over("c", ABOUT)
            await desk.take("c", "mia")
            read, failures = desk.cases, iter([ConnectionError("away"), RuntimeError("a bug"), asyncio.CancelledError()])

            async def fails() -> Any:
                if problem := next(failures, None):
                    raise problem
                return await read()

            monkeypatch.setattr(desk, "cases", fails)
            with found.page("mia"):
                for problem in (ConnectionError, RuntimeError, asyncio.CancelledError):
                    with pytest.raises(problem):
                        await found.cases_of("mia")
                assert await found.cases_of("mia") == ["c"]

    asyncio.run(asyncio.wait_for(main(), 30))
