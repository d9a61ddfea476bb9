"""Whether a Redis server keeps what it acknowledged: looked at once, at start-up."""

from redis.exceptions import ResponseError

from bot.state.redis.client import Client, one_node
from data.errors import StateError

# XAUTOCLAIM came with it.
OLDEST = (6, 2)


async def weaknesses(client: Client) -> list[str]:
    """What the server lacks for “accepted means durable”, a sentence each; nothing if its settings may not be read.

    Raises:
        StateError: it is too old.
        redis.RedisError, OSError: it can't be reached.
    """
    async with one_node(client) as node:
        version = (await node.info("server"))["redis_version"]
        if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
            raise StateError(f"Redis must be version {'.'.join(map(str, OLDEST))} or newer. It was: {version}")
        replicas = (await node.info("replication"))["connected_slaves"]
        try:
            settings = {**await node.config_get("append*"), **await node.config_get("maxmemory*"), **await node.config_get("min-replicas*")}
        except ResponseError:
            return []  # a managed server may forbid it
    found = []
    if settings.get("appendonly") != "yes":
        found.append("appendonly is off: accepted messages are lost when Redis restarts; set `appendonly yes`")
    elif settings.get("appendfsync") == "no":
        found.append(
            "appendfsync is no: accepted messages of the last half minute may be lost in a power failure; set it to everysec or always"
        )
    if settings.get("maxmemory", "0") != "0" and settings.get("maxmemory-policy") != "noeviction":
        found.append(
            f"maxmemory-policy is {settings.get('maxmemory-policy')}: Redis may drop conversations when it is full; set noeviction"
        )
    if replicas and settings.get("min-replicas-to-write") == "0":
        found.append("min-replicas-to-write is 0: a master cut off from its replicas accepts messages that a failover loses; set it to 1")
    return found
