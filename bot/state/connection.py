"""Which Redis holds the session state: the one that `REDIS_URL` names, or the embedded one."""

import os

import redis

from bot.state.embedded import EmbeddedRedis

VARIABLE = "REDIS_URL"
TIMEOUT_S = 5.0
_embedded: list[EmbeddedRedis] = []


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


def connect(decode: bool) -> "redis.Redis[str] | redis.Redis[bytes]":
    """A client with time-outs, so that a silent server is an error and not a standstill."""
    return redis.Redis.from_url(
        redis_url(), decode_responses=decode, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, health_check_interval=30
    )
