"""Whom a request comes from."""

import ipaddress
from types import SimpleNamespace

import pytest
from sanic import Sanic
from sanic.compat import Header
from sanic.request import Request

from bot.server.http.client_address import client_address


def address(proxies: tuple[str, ...], peer: str, forwarded: str | None) -> str:
    headers = Header({"X-Forwarded-For": forwarded} if forwarded else {})
    request = Request(b"/", headers, "1.1", "GET", None, Sanic.get_app("addresses", force_create=True))
    request.conn_info = SimpleNamespace(client_ip=peer)
    return client_address(request, [ipaddress.ip_network(proxy) for proxy in proxies])


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "found"),
    [
        ((), "9.9.9.9", None, "9.9.9.9"),
        ((), "9.9.9.9", "1.1.1.1", "9.9.9.9"),
        (("10.0.0.0/8",), "9.9.9.9", "1.1.1.1", "9.9.9.9"),
        (("10.0.0.0/8",), "10.0.0.1", "1.1.1.1", "1.1.1.1"),
        (("10.0.0.0/8",), "10.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (("10.0.0.0/8",), "10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2", "1.1.1.1"),
        (("10.0.0.0/8",), "10.0.0.1", "<nonsense>", "10.0.0.1"),
        (("10.0.0.0/8",), "10.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_only_a_trusted_proxy_is_believed(proxies: tuple[str, ...], peer: str, forwarded: str | None, found: str) -> None:
    assert address(proxies, peer, forwarded) == found
