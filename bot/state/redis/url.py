"""The address of a Redis: one server, Sentinel or a Cluster."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from data.errors import SettingsError

VARIABLE = "REDIS_URL"
PASSWORD_FILE = "REDIS_PASSWORD_FILE"


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


def _host(given: str, default_port: int) -> tuple[str, int]:
    parts = urlsplit(f"//{given}")
    if not parts.hostname:
        raise ValueError(given)
    return parts.hostname, parts.port or default_port


def _hidden(url: str) -> str:
    """The URL without its password, for messages."""
    head, at, tail = url.rpartition("@")
    return f"…@{tail}" if at else tail or head
