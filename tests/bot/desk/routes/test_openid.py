"""Who comes back from the issuer: only a sign-in that this browser has begun counts as a try."""

import asyncio
from pathlib import Path

import pytest
from sanic import Sanic

from bot.desk.audit import AuditLog
from bot.desk.channel import DeskChannel
from bot.desk.openid.settings import VARIABLE
from bot.desk.openid.transaction import COOKIE
from bot.desk.settings import DeskSettings
from bot.state.redis.keys import WRONG
from bot.workspace import Workspace
from tests.bot.conftest import RedisClient
from tests.support.messaging.server import served
from tests.support.openid_issuer import SECRET, SignsIn, at_issuer, issuing, with_query

KEY = b"k" * 32


def test_only_what_a_browser_has_begun_counts(state: RedisClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sanic, "test_mode", True)
    monkeypatch.setenv(VARIABLE, SECRET)

    def tries() -> list[str]:
        return [str(state.get(name)) for name in state.scan_iter(f"{WRONG}*")]

    async def main() -> None:
        with issuing() as (issuer, platform), Workspace(tmp_path).used():
            async with served(DeskChannel(DeskSettings.read({"openid": at_issuer(issuer, 1)}), KEY)) as running:
                at = f"http://127.0.0.1:{running.port}/webhooks/"
                kim, log = SignsIn(at), AuditLog(KEY)

                async def returns(query: str, browser: SignsIn = kim) -> str:
                    _, leads_to = await asyncio.to_thread(browser.get, f"{at}/desk/openid/callback?{query}")
                    return leads_to

                async def begins() -> str:
                    return (await asyncio.to_thread(kim.begin)).partition("?")[2]

                query = await begins()
                # What any page can lead a browser to, by an image or a link.
                for each in ("", "state=&code=1", query, "state=%ff&code=1", "state=a&state=b"):
                    assert await returns(each, SignsIn(at)) == "/desk#failed"
                assert await returns(with_query(f"?{query}", state="another")[1:]) == "/desk#failed"
                assert COOKIE in kim.cookies
                with platform.down():
                    assert await returns(query) == "/desk#away"
                assert (tries(), list(log.entries())) == ([], [])
                assert await returns(with_query(f"?{await begins()}", code="guessed")[1:]) == "/desk#failed"
                assert (tries(), [entry.act for entry in log.entries()]) == (["1"], ["sign_in_failed"])
                assert await returns(await begins()) == "/desk"
                assert (tries(), kim.inside) == (["1"], True)

    asyncio.run(main())
