"""The channel's settings, and whom a request comes from."""

from types import SimpleNamespace
from typing import Any

import pytest
from sanic import Sanic
from sanic.compat import Header
from sanic.request import Request

from bot.channels.web.auth import Authenticator
from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import WebSettings
from bot.channels.web.tokens import Tokens
from data.errors import SettingsError


@pytest.mark.parametrize(
    "given",
    [
        {"burst_seconds": -1},
        {"burst_seconds": "1"},
        {"burst_seconds": 60},
        {"burst": 1},
        {"origins": "https://shop.example"},
        {"origins": ["shop.example"]},
        {"origins": ["https://shop.example/path"]},
        {"origins": ["*"]},
        {"messages_per_minute": -1},
        {"requests_per_minute": 1.5},
        {"trusted_proxies": ["proxy"]},
        {"suggestions": [7]},
        {"virus_scan": 'unclosed "quote'},
        {"virus_scan": "no-such-program-here"},
    ],
    ids=str,
)
def test_a_wrong_setting_is_a_clear_error(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=next(iter(given))):
        WebChannel.from_credentials(given)


def address(proxies: tuple[str, ...], peer: str, forwarded: str | None) -> str:
    headers = Header({"X-Forwarded-For": forwarded} if forwarded else {})
    request = Request(b"/", headers, "1.1", "GET", None, Sanic.get_app("addresses", force_create=True))
    request.conn_info = SimpleNamespace(client_ip=peer)
    return Authenticator(Tokens(b""), WebSettings(trusted_proxies=proxies)).address(request)


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
