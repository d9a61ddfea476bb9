"""Every trace of a customer is removed: in Redis, uploads and logs; nobody else's is."""

import asyncio
import json
from pathlib import Path

from bot.server.erasure import Erased, erase
from bot.server.uploads import Files
from bot.state.redis.client import connect, disconnect
from bot.state.redis.keys import key
from tests.bot.conftest import CONVERSATION, RedisClient

OTHER = "f" * 32


def test_all_places_are_searched_but_tables_which_are_named(state: RedisClient, files: Files, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    turns = [{"role": "customer", "text": "hello"}, {"role": "agent", "text": "hi"}]
    for conversation in (CONVERSATION, OTHER):
        state.rpush(key(conversation, "events"), "{}")
        files.keep(files.write(conversation, b"%PDF-1.7"), "a.pdf", "application/pdf")
    lines = [json.dumps({"id": conversation, "turns": turns}) for conversation in (CONVERSATION, OTHER)]
    (logs / "log.jsonl").write_text("\n".join(lines) + "\n")
    (logs / "old.csv").write_text("id,role,text\n")

    async def main() -> Erased:
        client = connect()
        try:
            return await erase(client, [CONVERSATION, "0" * 32], logs, files)
        finally:
            await disconnect(client)

    assert asyncio.run(main()) == Erased(1, 1, 1, (logs / "old.csv",))
    assert list(state.scan_iter()) == [key(OTHER, "events")]
    assert (files.count(CONVERSATION), files.count(OTHER)) == (0, 1)
    assert (logs / "log.jsonl").read_text() == lines[1] + "\n"
