"""Which client a request comes from, where proxies stand between."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from sanic.request import Request

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address(request: Request, proxies: Sequence[Network]) -> str:
    """What the nearest trusted proxy says in X-Forwarded-For, else the connection's address. Of IPv6, the network of 64 bits.

    Args:
        proxies: the networks of the proxies that are trusted.
    """
    forwarded = [hop.strip() for hop in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")]
    hops = [request.ip, *reversed([hop for hop in forwarded if hop])]
    found = hops[0]
    for hop, said in pairwise(hops):
        if not trusted(hop, proxies):
            break
        found = said
    return network_of(found) or str(request.ip)


@lru_cache(4_096)
def network_of(address: str) -> str:
    """An IPv4 address as it is, of an IPv6 address the network of 64 bits, which one customer has; empty if it is neither."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(found) if found.version == 4 else str(ipaddress.ip_network((int(found), 64), strict=False).network_address)


def trusted(hop: str, proxies: Sequence[Network]) -> bool:
    """Whether an address is one of the proxies'; what is no address is not."""
    try:
        address = ipaddress.ip_address(hop)
    except ValueError:
        return False
    return any(address in network for network in proxies)
