"""Which Redis holds the session state, and a client for it: one server, Sentinel or Cluster, with or without TLS.

    redis://host:6379/0                                  one server; rediss:// with TLS, unix:///path for a socket
    redis+sentinel://host1:26379,host2:26379/service/0   the master that the sentinels name; rediss+sentinel:// with TLS
    redis+cluster://host1:7000,host2:7001                a Cluster; rediss+cluster:// with TLS

User and password stand before the hosts, as in any URL; what follows `?` goes to redis-py as it is (`?ssl_ca_certs=…`).
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from weakref import WeakSet

import redis.asyncio as redis
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import FullJitterBackoff
from redis.exceptions import ConnectionError, RedisClusterException, RedisError, TimeoutError

from bot.state.embedded import EmbeddedRedis
from data.errors import SettingsError

Client = Any  # `redis.asyncio.Redis` or `RedisCluster`: redis-py 4 has no types of its own
Unavailable = (RedisError, RedisClusterException, OSError)  # the second is no `RedisError`

VARIABLE = "REDIS_URL"
CONNECT_S = 1.0
# Longer than any command waits in Redis (`inbox.BLOCK_MS`), short enough that a frozen server is noticed.
TIMEOUT_S = 2.0
RETRIES = 2
CLOSING_S = 0.05
_embedded: list[EmbeddedRedis] = []


@dataclass(frozen=True)
class Target:
    """A `REDIS_URL`, taken apart.

    Attributes:
        kind: `server`, `sentinel` or `cluster`.
        hosts: where to connect; of a single server, redis-py reads it from `url` itself.
        url: the same with one host and redis-py's own scheme.
        service: the name that the sentinels know the master by.
    """

    kind: str
    hosts: tuple[tuple[str, int], ...]
    url: str
    service: str = ""

    @classmethod
    def parse(cls, url: str) -> "Target":
        """Reads a URL.

        Raises:
            SettingsError: it is none of the forms above.
        """
        scheme, separator, rest = url.partition("://")
        base, _, kind = scheme.partition("+")
        if not separator or base not in ("redis", "rediss", "unix") or kind not in ("", "sentinel", "cluster") or (kind and base == "unix"):
            raise SettingsError(
                f"{VARIABLE} must begin with redis://, rediss://, unix://, or redis or rediss with +sentinel:// or +cluster://. "
                f"It was: {_hidden(url)!r}"
            )
        if not kind:
            return cls("server", (), url)
        rest, mark, query = rest.partition("?")
        authority, _, path = rest.partition("/")
        account, at, listed = authority.rpartition("@")
        try:
            hosts = tuple(_host(each, 26379 if kind == "sentinel" else 6379) for each in listed.split(","))
        except ValueError:
            raise SettingsError(f"{VARIABLE} must list hosts as host:port,host:port. It was: {_hidden(url)!r}") from None
        service = ""
        if kind == "sentinel":
            service, _, path = path.partition("/")
            if not service:
                raise SettingsError(f"{VARIABLE} must name the sentinels' service: …:26379/service. It was: {_hidden(url)!r}")
        host, port = hosts[0]
        return cls(kind, hosts, f"{base}://{account}{at}{host}:{port}/{path}{mark}{query}", unquote(service))


def redis_url() -> str:
    """The URL of the session state's Redis; starts the embedded server if none is named.

    The server ends with the process that started it; its children find it through the environment.
    """
    if not os.environ.get(VARIABLE):
        server = EmbeddedRedis()
        server.start()
        _embedded.append(server)
        os.environ[VARIABLE] = server.url
    return os.environ[VARIABLE]


class LastingCluster(RedisCluster):
    """redis-py's, mended in two places: it forgets each node that failed, and so would never find a Cluster again of which all
    had; and it leaves connections open when it has met an error, since it only closes those of the nodes that it knows by then.
    """

    def __init__(self, nodes: Iterable[tuple[str, int]], **options: Any) -> None:
        nodes = list(nodes)
        super().__init__(startup_nodes=[ClusterNode(host, port) for host, port in nodes], **options)
        self._hosts, self._made = nodes, WeakSet[Any]()
        made, base = self._made, self.connection_kwargs["connection_class"]

        class Connection(base):  # type: ignore[misc, valid-type]
            def __init__(self, **options: Any) -> None:
                super().__init__(**options)
                made.add(self)

        self.connection_kwargs["connection_class"] = Connection
        self.nodes_manager.startup_nodes = {}

    async def initialize(self) -> "LastingCluster":
        if not self.nodes_manager.startup_nodes:
            nodes = [ClusterNode(host, port, **self.connection_kwargs) for host, port in self._hosts]
            self.nodes_manager.startup_nodes = {node.name: node for node in nodes}
        await super().initialize()
        return self

    async def close_all(self) -> None:
        """Closes every connection; the client isn't used any more."""
        await self.close()
        for connection in list(self._made):
            await connection.disconnect(nowait=True)
        await asyncio.sleep(CLOSING_S)  # connections that redis-py closes in tasks of its own


def connect(url: str | None = None) -> Client:
    """A client with time-outs and a few retries, so that a silent server is an error and not a standstill.

    It belongs to the event loop that first uses it. Texts come decoded; bytes that are no UTF-8 come as U+FFFD.
    """
    target = Target.parse(url or redis_url())
    if target.kind == "server":
        return redis.Redis.from_url(target.url, **_options())
    given = {**_options(), **parse_url(target.url)}
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


def _host(given: str, default_port: int) -> tuple[str, int]:
    parts = urlsplit(f"//{given}")
    if not parts.hostname:
        raise ValueError(given)
    return parts.hostname, parts.port or default_port


def _hidden(url: str) -> str:
    """The URL without its password, for messages."""
    head, at, tail = url.rpartition("@")
    return f"…@{tail}" if at else tail or head
