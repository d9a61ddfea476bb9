"""Whether a Redis server keeps what it acknowledged: looked at once, at start-up."""

from __future__ import annotations

from collections.abc import Mapping

from redis.exceptions import ResponseError

from bot.state.redis.client import Client, one_node
from data.errors import StateError

# XAUTOCLAIM came with it.
OLDEST = (6, 2)
UNREAD = (
    "its account may use neither INFO nor CONFIG GET, so nobody looked whether it keeps what it accepts: have `appendonly yes` and "
    "`maxmemory-policy noeviction` set, or allow `+info`"
)
PATTERNS = ("append*", "maxmemory*", "min-replicas*")


async def weaknesses(client: Client) -> list[str]:
    """What the server lacks for “accepted means durable”, a sentence each.

    Raises:
        StateError: it is too old.
        redis.RedisError, OSError: it can't be reached.
    """
    async with one_node(client) as node:
        info = await _info(node)
        version = str(info.get("redis_version") or await _version(node))
        if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
            raise StateError(f"Redis must be version {'.'.join(map(str, OLDEST))} or newer. It was: {version}")
        settings = {**_settings_in(info), **await _configured(node)}
    found = [] if settings else [UNREAD]
    if settings.get("appendonly") == "no":
        found.append("appendonly is off: accepted messages are lost when Redis restarts; set `appendonly yes`")
    elif settings.get("appendfsync") == "no":
        found.append(
            "appendfsync is no: accepted messages of the last half minute may be lost in a power failure; set it to everysec or always"
        )
    policy = settings.get("maxmemory-policy", "noeviction")
    if policy != "noeviction" and settings.get("maxmemory", "0") != "0":
        found.append(f"maxmemory-policy is {policy}: Redis drops conversations when it is full; set noeviction")
    if int(str(info.get("connected_slaves", 0))) and settings.get("min-replicas-to-write") == "0":
        found.append("min-replicas-to-write is 0: a master cut off from its replicas accepts messages that a failover loses; set it to 1")
    return found


async def _info(node: Client) -> Mapping[str, object]:
    """What INFO says; nothing if the account may not use it."""
    try:
        return {
            name: value for part in ("server", "replication", "memory", "persistence") for name, value in (await node.info(part)).items()
        }
    except ResponseError:
        return {}


async def _version(node: Client) -> str:
    """The version by HELLO, which every account may use."""
    said = await node.execute_command("HELLO")
    pairs = dict(zip(said[::2], said[1::2])) if isinstance(said, list) else dict(said)
    return str(pairs["version"])


async def _configured(node: Client) -> dict[str, str]:
    """The settings by CONFIG GET; none where a managed server, or the account's rule, forbids it."""
    try:
        return {name: str(value) for pattern in PATTERNS for name, value in (await node.config_get(pattern)).items()}
    except ResponseError:
        return {}


def _settings_in(info: Mapping[str, object]) -> dict[str, str]:
    """The settings that INFO tells, too."""
    if not info:
        return {}
    return {
        "appendonly": "yes" if info.get("aof_enabled") else "no",
        "maxmemory": str(info.get("maxmemory", 0)),
        "maxmemory-policy": str(info.get("maxmemory_policy", "noeviction")),
    }
