"""Has Redis write its files anew, so that what was deleted doesn't stand in them any more.

An append-only file (AOF) holds what was ever written until it is rewritten; a snapshot (RDB), what was there when it was taken.
"""

import asyncio
import time
from collections.abc import AsyncIterator

import redis.asyncio as redis
from redis.asyncio.cluster import RedisCluster
from redis.exceptions import NoPermissionError, ResponseError

from bot.state.redis.client import Client, disconnect
from data.errors import StateError

LOOKS_EVERY_S = 0.05
LONGEST_S = 600.0


async def rewrite_files(client: Client) -> list[str]:
    """Rewrites the files of all servers that can be reached, waits until that is done, and forgets the slowest commands, which hold texts.

    Returns:
        What could not be rewritten and may hold deleted words still, a sentence each: what a managed server forbids, and replicas,
        which have files of their own.

    Raises:
        StateError: a server could not write its files.
        redis.RedisError, OSError: it can't be reached.
    """
    left: list[str] = []
    async for where, node in _nodes(client):
        try:
            await node.slowlog_reset()
            persistence = await node.info("persistence")
            if persistence["aof_enabled"]:
                await _done(node, "BGREWRITEAOF", "aof_rewrite", "aof_last_bgrewrite_status")
            if (await node.config_get("save")).get("save"):
                await _done(node, "BGSAVE", "rdb_bgsave", "rdb_last_bgsave_status")
        except (NoPermissionError, ResponseError) as error:
            left.append(f"the files of Redis at {where} ({error}): have it run BGREWRITEAOF and BGSAVE, or wait until its provider has")
        if not isinstance(client, RedisCluster):
            replication = await node.info("replication")
            for number in range(int(replication.get("connected_slaves", 0))):
                replica = replication[f"slave{number}"]
                left.append(f"the files of the Redis replica at {replica['ip']}:{replica['port']}: run BGREWRITEAOF and BGSAVE there")
    return left


async def _done(node: Client, command: str, what: str, status: str) -> None:
    """Runs a command that writes in the background until one run that began after this call has ended well."""
    deadline = time.monotonic() + LONGEST_S
    while True:
        await _idle(node, what, deadline)
        try:
            await node.execute_command(command)
            break
        except ResponseError as error:
            if "in progress" not in str(error).lower() or time.monotonic() > deadline:
                raise
            await asyncio.sleep(LOOKS_EVERY_S)
    found = await _idle(node, what, deadline)
    if found[status] != "ok":
        raise StateError(
            f"Redis could not write its files anew ({command}: {found[status]}), so that they hold what was erased; "
            "look into its log, make room on its disk, and erase again"
        )


async def _idle(node: Client, what: str, deadline: float) -> dict[str, object]:
    while True:
        found: dict[str, object] = await node.info("persistence")
        if not found[f"{what}_in_progress"] and not found.get(f"{what}_scheduled"):
            return found
        if time.monotonic() > deadline:
            raise StateError(f"Redis didn't end writing its files anew within {LONGEST_S:.0f} seconds; erase again when it has")
        await asyncio.sleep(LOOKS_EVERY_S)


async def _nodes(client: Client) -> AsyncIterator[tuple[str, Client]]:
    """Each server with its address: the one, or all of a Cluster, replicas included."""
    if not isinstance(client, RedisCluster):
        options = client.connection_pool.connection_kwargs
        yield str(options.get("path") or f"{options.get('host', 'its master')}:{options.get('port', '')}"), client
        return
    await client.initialize()
    for node in client.get_nodes():
        single = redis.Redis(connection_pool=redis.ConnectionPool(connection_class=node.connection_class, **node.connection_kwargs))
        try:
            yield node.name, single
        finally:
            await disconnect(single)
