"""The names of keys, under a company's own prefix."""

import os
import subprocess
import sys
from pathlib import Path

from bot.state.redis.keys import PREFIX_VARIABLE
from bot.state.redis.url import VARIABLE
from tests.bot.conftest import EmbeddedRedis, RedisClient

ROOT = Path(__file__).parents[4]
# In a process of its own: the prefix is read once.
TALK = """
import asyncio
from tests.support.turns import said, serving, texts

async def main():
    async with serving() as service:
        await service.accept(said(1))
        print(await texts(service, said(1)))

asyncio.run(main())
"""


def talk(prefix: str, url: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, VARIABLE: url, PREFIX_VARIABLE: prefix, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", TALK], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_two_assistants_share_a_redis_by_their_prefixes(state: RedisClient, redis_server: EmbeddedRedis) -> None:
    rule = ("~shop:*", "&shop:*", "+@all", "-@dangerous")
    state.execute_command("ACL", "SETUSER", "shop", "reset", "on", ">secret", *rule)
    shown = talk("shop:heed:", f"unix://shop:secret@{redis_server.socket}")
    assert shown.stdout == "['message 1']\n", shown.stderr
    names = list(state.scan_iter())
    assert names
    assert all(name.startswith("shop:heed:") for name in names)
    state.execute_command("ACL", "DELUSER", "shop")


def test_a_prefix_with_signs_that_have_a_meaning_is_refused(redis_server: EmbeddedRedis) -> None:
    shown = talk("shop{1}*", redis_server.url)
    assert "HEED_REDIS_PREFIX must be 1 to 64 letters" in shown.stderr
