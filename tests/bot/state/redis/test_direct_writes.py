"""Commands are written at once, large ones as far as there is room; what a silent server doesn't take is an error."""

import asyncio
from pathlib import Path

import pytest
import redis.asyncio as redis
from redis.exceptions import TimeoutError

from bot.state.redis.client import connect, disconnect
from bot.state.redis.direct_writes import DirectWrites, writes_directly
from tests.bot.conftest import RedisClient

LARGE = "ä" * 3_000_000


def test_what_is_larger_than_a_buffer_arrives_whole(state: RedisClient) -> None:
    async def main() -> None:
        client = connect()
        await asyncio.gather(*(client.set(f"large {number}", LARGE) for number in range(3)), client.set("small", "1"))
        assert await client.get("large 2") == LARGE
        assert await client.get("small") == "1"
        async with client.pipeline(transaction=False) as pipeline:
            pipeline.set("of a pipeline", LARGE)
            pipeline.get("small")
            assert await pipeline.execute() == [True, "1"]
        [connection, *_] = client.connection_pool._available_connections
        assert isinstance(connection, DirectWrites)
        await disconnect(client)

    asyncio.run(main())


def test_a_server_that_reads_nothing_is_not_waited_for_for_long(tmp_path: Path) -> None:
    async def main() -> None:
        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await done.wait()
            writer.close()

        done, path = asyncio.Event(), str(tmp_path / "silent.sock")
        server = await asyncio.start_unix_server(silent, path, limit=1)
        pool = redis.ConnectionPool(connection_class=writes_directly(redis.UnixDomainSocketConnection), path=path, socket_timeout=0.2)
        client = redis.Redis(connection_pool=pool)
        with pytest.raises(TimeoutError, match="writing"):
            await client.set("large", LARGE)
        with pytest.raises(TimeoutError, match="reading"):
            await client.set("small", "1")
        await client.close(close_connection_pool=True)
        done.set()
        server.close()
        await server.wait_closed()

    asyncio.run(main())
