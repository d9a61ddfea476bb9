"""A connection out of the pool is ready for a command, or is opened anew."""

import asyncio

from bot.state.redis.client import connect, disconnect
from bot.state.redis.ready_parser import ReadyParser
from tests.bot.conftest import RedisClient


def test_a_connection_that_is_closed_or_has_something_left_is_opened_anew(state: RedisClient) -> None:
    async def main() -> None:
        client = connect()
        assert await client.ping()
        [connection] = client.connection_pool._available_connections
        assert isinstance(connection._parser, ReadyParser)
        assert not await connection.can_read_destructive()
        name = await client.client_id()

        await connection.send_command("PING")  # whose answer nobody reads
        while not connection._reader._buffer:
            await asyncio.sleep(0.01)
        assert await client.set("key", "value")
        assert await client.client_id() != name

        state.client_kill_filter(_type="normal", skipme=True)
        while not connection._reader.at_eof():
            await asyncio.sleep(0.01)
        assert await client.get("key") == "value"
        state.client_kill_filter(_type="normal", skipme=True)  # before anything was heard of it: the command is sent again
        assert await client.get("key") == "value"
        await disconnect(client)

    asyncio.run(main())
