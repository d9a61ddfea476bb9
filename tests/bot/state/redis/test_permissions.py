"""A Redis account that may do little: what is needed is known, looked for at start, and enough."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import metrics
from bot.state import housekeeping
from bot.state.desk import Desk
from bot.state.redis.keys import WORK
from bot.state.redis.permissions import OF_KEYS, OF_NO_KEY
from bot.state.redis.url import VARIABLE
from bot.state.turns import inbox
from bot.state.turns.transaction import TurnTransaction
from data.errors import StateError
from tests.bot.conftest import EmbeddedRedis, RedisClient
from tests.support.turns import said, serving, texts

STATE = Path(__file__).parents[4] / "bot" / "state"
SAFE = ("~heed:*", "&heed:*", "+@all", "-@dangerous")
COMMANDS = sorted({*OF_KEYS, *OF_NO_KEY, "eval", "evalsha", "subscribe", "unsubscribe"})
LISTED = ("~heed:*", "&heed:*", "-@all", *(f"+{command.replace(' ', '|')}" for command in COMMANDS))

# How redis-py calls them.
NAMED_OTHERWISE = {
    "delete": "del",
    "scan_iter": "scan",
    "xgroup_create": "xgroup create",
    "xgroup_delconsumer": "xgroup delconsumer",
    "xinfo_consumers": "xinfo consumers",
}
# What isn't sent to Redis, and what is only used where it is allowed: to look at settings, and to have files written anew.
NO_COMMANDS = {"close", "close all", "execute", "execute command", "get nodes", "get random node", "initialize", "pipeline", "pubsub"}
NO_COMMANDS |= {"register script", "info", "config get", "slowlog reset", "acquire connection", "parse response"}


class Account:
    """Heed's account in a Redis whose owner changes its rule."""

    def __init__(self, state: RedisClient) -> None:
        self._state = state

    def may(self, *rule: str) -> None:
        self._state.execute_command("ACL", "SETUSER", "heed", "reset", "on", ">secret", *rule)


@pytest.fixture
def account(state: RedisClient, redis_server: EmbeddedRedis, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    monkeypatch.setenv(VARIABLE, f"unix://heed:secret@{redis_server.socket}")
    yield Account(state)
    state.execute_command("ACL", "DELUSER", "heed")


def failures() -> dict[str, float]:
    return {
        sample.labels["job"]: sample.value
        for family in metrics.housekeeping_failures.collect()
        for sample in family.samples
        if sample.name.endswith("_total")
    }


async def hand_over(turn: TurnTransaction) -> None:
    turn.replies.append({"text": "A person will write to you."})
    turn.hand_over = "asked"


@pytest.mark.parametrize("rule", [SAFE, LISTED], ids=["all but the dangerous ones", "one by one"])
def test_an_account_without_dangerous_commands_does_for_everything(
    rule: tuple[str, ...], account: Account, state: RedisClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "FORGOTTEN_S", 0.0)
    before = failures()

    async def main() -> None:
        async with serving(ready=False) as one:
            await one.accept(said(1))
        state.delete(WORK)  # its announcement is lost, as on a node of a Cluster that failed
        async with serving() as two:
            assert await texts(two, said(1)) == ["message 1"]  # housekeeping has found it
            [event] = await two.events("c")
            assert await two.opinions.reply("c", event.id, "up", "")
            assert await two.limits.hold("heed:address:x", "me", 1, 5.0)
            await two.limits.release("heed:address:x", "me")
            assert await two.exposition()
        async with serving(hand_over) as three:
            await three.accept(said(2))
            assert await texts(three, said(2))
            desk = Desk(three.desk.client)
            assert [case.conversation for case in await desk.cases()] == ["c"]
            await desk.take("c", "kim", "Kim")
            await desk.say("c", "kim", "Hello!", "Kim")
            await desk.note("c", "kim", "a note")
            await desk.close("c", "kim")

    account.may(*rule)
    asyncio.run(main())
    assert failures() == before


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ((*SAFE, "-xadd"), r"\+xadd\."),
        ((*SAFE, "-scan", "-evalsha"), r"\+evalsha, \+scan\."),
        (("~heed:*", "resetchannels", "+@all", "-@dangerous"), "the channel &heed:\\*"),
        (("~shop:*", "&heed:*", "+@all", "-@dangerous"), "the keys ~heed:\\*"),
    ],
)
def test_what_is_missing_is_named_at_start(rule: tuple[str, ...], named: str, account: Account) -> None:
    async def main() -> None:
        async with serving():
            pass

    account.may(*rule)
    with pytest.raises(StateError, match=f"may not do what Heed needs: {named}"):
        asyncio.run(main())


def test_a_permission_that_goes_away_is_told_and_keeps_no_other_job_from_being_done(
    account: Account, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "EVERY_S", 0.05)
    monkeypatch.setattr(housekeeping, "AGAIN_S", 0.05)

    async def main() -> None:
        async with serving() as service:
            account.may(*SAFE, "-scan")
            while failures().get("announce messages that were forgotten", 0.0) < 3:
                await asyncio.sleep(0.02)
            assert service.redis_ready
            account.may(*SAFE)
            while "(announce messages that were forgotten) is done again" not in caplog.text:
                await asyncio.sleep(0.02)

    account.may(*SAFE)
    asyncio.run(main())
    told = [record.message for record in caplog.records if "announce messages that were forgotten" in record.message]
    assert len(told) == 2  # once when it began, however often it failed; and once when it was over
    assert "scan" in told[0]
    assert not any("forget processes that are gone" in record.message for record in caplog.records)


def test_the_list_of_commands_is_whole() -> None:
    of_scripts = {
        name.lower() for file in STATE.rglob("*.lua") for name in re.findall(r"redis\.p?call\('(\w+)'", file.read_text(encoding="utf-8"))
    }
    of_python = {
        NAMED_OTHERWISE.get(name, name.replace("_", " "))
        for file in [*STATE.rglob("*.py"), *(STATE.parent / "server").rglob("*.py")]
        for name in re.findall(r"\b_?(?:client|pipeline|node)\.([a-z_]+)\(", file.read_text(encoding="utf-8"))
    }
    assert of_python - NO_COMMANDS - set(COMMANDS) == set()
    assert of_scripts - {command.split()[0] for command in COMMANDS} == set()
    assert of_scripts >= {"xadd", "publish", "time"}


def test_the_list_of_commands_is_documented() -> None:
    text = (STATE.parents[1] / "docs" / "operation.md").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"+{command.replace(' ', '|')}" not in text] == []
