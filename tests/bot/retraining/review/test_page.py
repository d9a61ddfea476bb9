from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.retraining.review.page import TOKEN, application
from bot.retraining.review.requests import Requests
from bot.retraining.review.shadow import Shadow
from bot.reviews.log import read_decisions
from bot.workspace import Workspace
from tests.support.suggested import ALL, REPAIRS, UNSURE, WARRANTY, workspace

SECRET = "a-token"


@asynccontextmanager
async def page(place: Workspace) -> AsyncIterator[Page]:
    """The page of a workspace, served for real at a free port."""
    import socket

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    runner = web.AppRunner(application(Requests(ALL, place, Shadow(place)), SECRET, port))
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        async with aiohttp.ClientSession() as session:
            yield Page(session, f"http://127.0.0.1:{port}")
    finally:
        await runner.cleanup()


class Page:
    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session, self.address = session, address

    async def do(self, action: str, who: str = "Ana", status: int = 200, **more: Any) -> dict[str, Any]:
        body = json.dumps({"action": action, "who": who, **more})
        async with self.session.post(f"{self.address}/api/do", data=body, headers={TOKEN: SECRET}) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == status, answer
            return answer


def test_decisions_are_made_written_and_undone(tmp_path: Path) -> None:
    place = workspace(tmp_path)

    async def decide() -> None:
        async with page(place) as opened:
            before = await opened.do("look")
            assert [each["id"] for each in before["suggestions"]] == [each.id for each in ALL]
            after = await opened.do("accept", suggestion=WARRANTY.id)
            assert WARRANTY.id not in [each["id"] for each in after["suggestions"]]
        assert "warranty" in (place.data / "nlu" / "reviewed.yml").read_text()
        async with page(place) as opened:
            back = await opened.do("undo")
            assert [each["id"] for each in back["suggestions"]] == [each.id for each in ALL]
        assert not (place.data / "nlu" / "reviewed.yml").exists()

    asyncio.run(decide())


def test_two_people_at_once_lose_nothing(tmp_path: Path) -> None:
    place = workspace(tmp_path)

    async def decide() -> None:
        async with page(place) as opened:
            await opened.do("claim", "Ana", suggestion=WARRANTY.id)
            assert "Ana is looking" in (await opened.do("accept", "Ben", 409, suggestion=WARRANTY.id))["error"]
            both = (opened.do("accept", "Ana", suggestion=WARRANTY.id), opened.do("label", "Ben", suggestion=UNSURE.id, intent="payment"))
            await asyncio.gather(*both, opened.do("accept", "Cem", suggestion=REPAIRS.id))
            assert "decided on this one already" in (await opened.do("refuse", "Ben", 409, suggestion=WARRANTY.id))["error"]

    asyncio.run(decide())
    assert {each.who for each in read_decisions(place)} == {"Ana", "Ben", "Cem"}


@pytest.mark.parametrize("headers", [{}, {TOKEN: "guessed"}, {TOKEN: "ä"}, {TOKEN: SECRET, "Host": "rebound.example"}])
def test_nobody_gets_in_without_the_token_or_by_another_name(tmp_path: Path, headers: dict[str, str]) -> None:
    async def ask() -> int:
        async with page(workspace(tmp_path)) as opened:
            body = json.dumps({"action": "look", "who": "Ana"})
            async with opened.session.post(f"{opened.address}/api/do", data=body, headers=headers) as response:
                assert "suggestions" not in await response.json()
                return response.status

    assert asyncio.run(ask()) in (401, 421)


@pytest.mark.parametrize("path", ["", "review.js", "review.css"])
def test_the_page_itself_holds_no_secret_and_runs_nothing_foreign(tmp_path: Path, path: str) -> None:
    async def get() -> None:
        async with page(workspace(tmp_path)) as opened, opened.session.get(f"{opened.address}/{path}") as response:
            assert response.status == 200
            assert SECRET not in await response.text()
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]

    asyncio.run(get())


@pytest.mark.parametrize("body", [b"", b"[]", b'{"action": "drop", "who": "Ana"}', b"\xff", b'{"action": "look"}'])
def test_nonsense_is_refused_in_words(tmp_path: Path, body: bytes) -> None:
    async def ask() -> None:
        async with (
            page(workspace(tmp_path)) as opened,
            opened.session.post(f"{opened.address}/api/do", data=body, headers={TOKEN: SECRET}) as response,
        ):
            assert response.status == 400
            assert "no readable request" in (await response.json())["error"]

    asyncio.run(ask())
