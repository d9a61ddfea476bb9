"""Which Redis holds the session state, and a client for it: one server, Sentinel or Cluster, with or without TLS.

    redis://host:6379/0                                  one server; rediss:// with TLS, unix:///path for a socket
    redis+sentinel://host1:26379,host2:26379/service/0   the master that the sentinels name; rediss+sentinel:// with TLS
    redis+cluster://host1:7000,host2:7001                a Cluster; rediss+cluster:// with TLS

User and password stand before the hosts, as in any URL, or the password in a file (`password_file.py`); what follows `?` goes to redis-py
as it is (`?ssl_ca_certs=…`).
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import redis.asyncio as redis
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import FullJitterBackoff
from redis.exceptions import ConnectionError, RedisClusterException, RedisError, TimeoutError

from bot.state.redis.cluster import LastingCluster
from bot.state.redis.direct_writes import writes_directly
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.keys import check_prefix
from bot.state.redis.password_file import with_password_file
from bot.state.redis.ready_parser import ReadyParser
from bot.state.redis.url import PASSWORD_FILE, VARIABLE, Target
from data.errors import SettingsError

Client = Any  # `redis.asyncio.Redis` or `RedisCluster`: redis-py 4 has no types of its own
Unavailable = (RedisError, RedisClusterException, OSError)  # the second is no `RedisError`

CONNECT_S = 1.0
# Longer than any command waits in Redis (`work_queue.BLOCK_MS`), short enough that a frozen server is noticed.
TIMEOUT_S = 2.0
RETRIES = 2
_embedded: list[EmbeddedRedis] = []


def redis_url() -> str:
    """The URL of the session state's Redis; starts the embedded server if none is named.

    The server ends with the process that started it; its children find it through the environment.

    Raises:
        SettingsError: a password is given for a server that isn't named.
    """
    if not os.environ.get(VARIABLE):
        check_embedded()
        server = EmbeddedRedis()
        server.start()
        _embedded.append(server)
        os.environ[VARIABLE] = server.url
    return os.environ[VARIABLE]


def running_redis_url() -> str | None:
    """The URL of the session state's Redis if one is named, or the embedded one runs; none is started."""
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    embedded = EmbeddedRedis()
    return embedded.url if embedded.is_running() else None


def check_embedded() -> None:
    """Looks whether nothing is set that is meant for another Redis than the embedded one.

    Raises:
        SettingsError: it is.
    """
    if os.environ.get(PASSWORD_FILE):
        raise SettingsError(
            f"{PASSWORD_FILE} is for the Redis that {VARIABLE} names, and {VARIABLE} is not set; set it, as redis://host:6379/0"
        )


def connect(url: str | None = None) -> Client:
    """A client with time-outs and a few retries, so that a silent server is an error and not a standstill.

    It belongs to the event loop that first uses it. Texts come decoded; bytes that are no UTF-8 come as U+FFFD.

    Raises:
        SettingsError: the URL, the prefix of the keys or the file with the password can't be used.
        StateError: the embedded Redis doesn't start.
    """
    check_prefix()
    target = Target.parse(url or redis_url())
    given = {**_options(), **with_password_file(parse_url(target.url))}
    if target.kind != "cluster":
        given["parser_class"] = ReadyParser
    if target.kind == "server":
        given["connection_class"] = writes_directly(given.pop("connection_class", redis.Connection))
        return redis.Redis(connection_pool=redis.ConnectionPool(**given))
    tls = given.pop("connection_class", None) is not None
    given = {**{name: value for name, value in given.items() if name not in ("host", "port")}, "ssl": tls}
    if target.kind == "cluster":
        # RedisCluster retries by itself, with the same `retry`; it has one database.
        options = {name: value for name, value in given.items() if name not in ("retry_on_error", "db")}
        return LastingCluster(target.hosts, **options)
    # Sentinels are asked as the server is, but for the account, which is the server's.
    short = {"socket_timeout": CONNECT_S, "socket_connect_timeout": CONNECT_S}
    asked = {name: value for name, value in given.items() if name.startswith("ssl")}
    return Sentinel(target.hosts, sentinel_kwargs={**asked, **short}).master_for(target.service, **given)


async def disconnect(client: Client) -> None:
    """Closes a client's connections."""
    if isinstance(client, LastingCluster):
        await client.close_all()
        return
    await client.close(close_connection_pool=True)
    if isinstance(client.connection_pool, SentinelConnectionPool):
        for sentinel in client.connection_pool.sentinel_manager.sentinels:
            await sentinel.close(close_connection_pool=True)


@asynccontextmanager
async def one_node(client: Client) -> AsyncIterator[Client]:
    """A client for one server, of a Cluster any of them: redis-py's Cluster client can't subscribe, and any node will do for that."""
    if not isinstance(client, RedisCluster):
        yield client
        return
    await client.initialize()
    node = client.get_random_node()
    single = redis.Redis(connection_pool=redis.ConnectionPool(connection_class=node.connection_class, **node.connection_kwargs))
    try:
        yield single
    finally:
        await disconnect(single)


def _options() -> dict[str, Any]:
    return {
        "decode_responses": True,
        "encoding_errors": "replace",
        "socket_timeout": TIMEOUT_S,
        "socket_connect_timeout": CONNECT_S,
        "health_check_interval": 15,
        # Every write here may be sent twice: scripts know a message, a lock and a turn by its id.
        "retry": Retry(FullJitterBackoff(cap=0.5, base=0.05), RETRIES),
        "retry_on_error": [ConnectionError, TimeoutError],
    }
