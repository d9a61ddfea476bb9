"""Whether Heed's account may do in Redis what Heed does there: looked at when a server starts, since an answer that can't be kept is none.

An account needs the keys and the channel that begin with the prefix (`keys.PREFIX`), and the commands below. The tests run all of the
session state with an account that has no others; docs/operation.md shows the rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from redis.exceptions import NoPermissionError, ResponseError

from bot.state.redis.client import Client, one_node
from bot.state.redis.keys import NEWS, PREFIX

SCRIPT = "return 1"
# A text, so that the commands below that are for other kinds of keys change nothing: Redis looks at permissions first.
PROBE, PROBE_MS = f"{PREFIX}{{probe}}:permissions", 5_000
# Each with arguments that are as many as it takes.
OF_KEYS: dict[str, tuple[str | int, ...]] = {
    "set": (PROBE, 1, "PX", PROBE_MS),
    "get": (PROBE,),
    "del": (f"{PROBE}:none",),
    "exists": (PROBE,),
    "expire": (PROBE, 5),
    "pexpire": (PROBE, PROBE_MS),
    "ttl": (PROBE,),
    "pttl": (PROBE,),
    "dump": (PROBE,),
    "incr": (PROBE,),
    "decr": (PROBE,),
    "hget": (PROBE, "f"),
    "hset": (PROBE, "f", 1),
    "hdel": (PROBE, "f"),
    "hexists": (PROBE, "f"),
    "hgetall": (PROBE,),
    "hincrby": (PROBE, "f", 1),
    "hlen": (PROBE,),
    "hmget": (PROBE, "f"),
    "hsetnx": (PROBE, "f", 1),
    "hvals": (PROBE,),
    "lindex": (PROBE, 0),
    "llen": (PROBE,),
    "lpush": (PROBE, 1),
    "lrange": (PROBE, 0, 1),
    "lset": (PROBE, 0, 1),
    "ltrim": (PROBE, 0, 1),
    "pfadd": (PROBE, "e"),
    "pfcount": (PROBE,),
    "rpush": (PROBE, 1),
    "xack": (PROBE, "g", "0-1"),
    "xadd": (PROBE, "*", "f", 1),
    "xautoclaim": (PROBE, "g", "c", 1, "0-0"),
    "xclaim": (PROBE, "g", "c", 1, "0-1"),
    "xdel": (PROBE, "0-1"),
    "xgroup create": (PROBE, "g", "0"),
    "xgroup delconsumer": (PROBE, "g", "c"),
    "xinfo consumers": (PROBE, "g"),
    "xlen": (PROBE,),
    "xrange": (PROBE, "-", "+"),
    "xreadgroup": ("GROUP", "g", "c", "STREAMS", PROBE, ">"),
    "xrevrange": (PROBE, "+", "-"),
    "zadd": (PROBE, 1, "m"),
    "zcard": (PROBE,),
    "zcount": (PROBE, 0, 1),
    "zrange": (PROBE, 0, 1),
    "zrangebyscore": (PROBE, 0, 1),
    "zrem": (PROBE, "m"),
    "zremrangebyrank": (PROBE, 0, 0),
    "zremrangebyscore": (PROBE, 0, 1),
    "zscore": (PROBE, "m"),
}
OF_NO_KEY: dict[str, tuple[str | int, ...]] = {
    "ping": (),
    "publish": (NEWS, ""),
    "scan": (0, "MATCH", PROBE, "COUNT", 1),
    "script load": (SCRIPT,),
    "time": (),
}


async def lacking(client: Client) -> list[str]:
    """What the account may not do that Heed needs, a few words each; nothing if all is well.

    Raises:
        redis.RedisError, OSError: Redis can't be reached.
    """
    refusals: list[tuple[str, str]] = []
    for command, arguments in OF_KEYS.items():
        refusals += await _refused(client, command, *arguments)
    refusals += await _refused(client, "eval", SCRIPT, 1, PROBE)
    refusals += await _refused(client, "evalsha", "0" * 40, 1, PROBE)
    async with one_node(client) as node:
        for command, arguments in OF_NO_KEY.items():
            refusals += await _refused(node, command, *arguments)
        refusals += await _may_not_subscribe(node)
    return list(dict.fromkeys(_words(refusals)))


async def _refused(client: Client, command: str, *arguments: str | int) -> list[tuple[str, str]]:
    """The command and why it is refused, if it is."""
    try:
        await client.execute_command(command.upper(), *arguments)
    except NoPermissionError as error:
        return [(command, str(error).lower())]
    except ResponseError:  # the probe is of another kind: the command itself is allowed
        pass
    return []


async def _may_not_subscribe(node: Client) -> list[tuple[str, str]]:
    async with node.pubsub() as news:
        try:
            await news.subscribe(NEWS)
            await news.get_message(timeout=1.0)
        except NoPermissionError as error:
            return [("subscribe", str(error).lower())]
    return []


def _words(refusals: Iterable[tuple[str, str]]) -> Iterable[str]:
    for command, why in refusals:
        if "channel" in why:
            yield f"the channel &{PREFIX}*"
        elif "command" in why:
            yield f"+{command.replace(' ', '|')}"
        else:
            yield f"the keys ~{PREFIX}*"
