"""`heed channels`: what is configured, what is missing, whether it works."""

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.sessions.channels import channels
from bot.state.deliveries.progress import Deliveries, Undelivered
from bot.state.redis.client import connect, disconnect
from data.errors import DataError
from tests.bot.conftest import RedisClient
from tests.support.messaging.platform import Platform, platform
from tests.support.messaging.telegram import TOKEN, TelegramKit

KIT = TelegramKit()
runner = CliRunner()


@pytest.fixture(autouse=True)
def warnings_as_before() -> Iterator[None]:
    """The command hides the warnings of Rasa's libraries, for its process."""
    yield
    logging.captureWarnings(False)
    logging.getLogger("py.warnings").propagate = True


@pytest.fixture
def api() -> Iterator[Platform]:
    with platform(KIT.usual, KIT.shown) as running:
        yield running


@pytest.fixture
def credentials(tmp_path: Path, api: Platform, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in KIT.environment.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "credentials.yml"
    settings = {KIT.path: KIT.credentials(api.url), "bot.channels.web.WebChannel": None, "rest": None}
    file.write_text(json.dumps(settings))
    return file


def listed(credentials: Path) -> dict[str, str]:
    found = runner.invoke(channels, ["list", "--json", "--credentials", str(credentials)])
    assert found.exit_code == 0, found.output
    return {row["channel"]: row["state"] + "".join(row["notes"]) for row in json.loads(found.output)}


def test_it_lists_what_is_configured_and_what_could_be(credentials: Path) -> None:
    found = listed(credentials)
    assert found["telegram"] == "configured"
    assert found["slack"] == ""
    assert "web" not in found


def test_it_says_what_is_missing(credentials: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_ACCESS_TOKEN")
    assert "set the environment variable TELEGRAM_ACCESS_TOKEN" in listed(credentials)["telegram"]
    credentials.write_text(json.dumps({KIT.path: {"access_token": "${SHOP_BOT_TOKEN}"}}))
    assert "access_token is ${SHOP_BOT_TOKEN}" in listed(credentials)["telegram"]
    monkeypatch.setenv("SHOP_BOT_TOKEN", TOKEN)
    assert listed(credentials)["telegram"] == "configured"


def test_a_secret_in_the_file_is_pointed_out_and_not_shown(credentials: Path) -> None:
    credentials.write_text(json.dumps({KIT.path: {"access_token": TOKEN}}))
    found = listed(credentials)["telegram"]
    assert "set TELEGRAM_ACCESS_TOKEN instead" in found
    assert TOKEN not in found


@pytest.mark.usefixtures("state")
def test_it_asks_the_platform_and_sends_a_test_message(credentials: Path, api: Platform) -> None:
    found = runner.invoke(
        channels, ["check", "--credentials", str(credentials), "--to", f"{TOKEN.partition(':')[0]}:4711", "--text", "a & b"]
    )
    assert found.exit_code == 0, found.output
    assert "the bot is @heed_bot" in found.output
    assert [each.text for call in api.taken if (each := KIT.shown(call))] == ["a &amp; b"]


def test_replies_that_did_not_arrive_are_shown(state: RedisClient, credentials: Path) -> None:
    async def lose() -> None:
        client = connect()
        await Deliveries(client).record(Undelivered("telegram:1:4711", "1-1", 0, "refused", "bot was blocked by the user", 1.7e9))
        await Deliveries(client).record(Undelivered("slack:1:4711", "1-1", 0, "unknown", "of another channel", 1.7e9))
        await disconnect(client)

    asyncio.run(lose())
    found = runner.invoke(channels, ["check", "telegram", "--credentials", str(credentials)])
    assert found.exit_code == 1
    assert "refused, telegram:1:4711: bot was blocked by the user" in found.output
    assert "another channel" not in found.output


@pytest.mark.usefixtures("state")
def test_a_platform_that_is_away_is_said(credentials: Path, api: Platform) -> None:
    with api.down():
        found = runner.invoke(channels, ["check", "--credentials", str(credentials)])
    assert found.exit_code == 1
    assert "can't be reached" in found.output
    assert TOKEN not in found.output


@pytest.mark.parametrize("text", ["a: [", "no.such.Channel: {}", "bot.channels.telegram.TelegramChanel: {}"])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "credentials.yml"
    file.write_text(text)
    assert isinstance(runner.invoke(channels, ["list", "--credentials", str(file)]).exception, DataError)


def test_a_sign_in_needs_a_mailbox_with_oauth(credentials: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_REFRESH_TOKEN", "which it sets itself where there is none")
    problem = runner.invoke(channels, ["sign-in", "--credentials", str(credentials)]).exception
    assert isinstance(problem, DataError)
    assert "oauth: google" in str(problem)
