"""Images are had, or there is a reason why not."""

import asyncio

import pytest

from bot.channels.frame.images import Image, fetch_image
from bot.state.deliveries.contract import Refused
from tests.support.messaging.platform import Call, Says, platform
from tests.support.messaging.weixin import PNG


def answer(call: Call, number: int) -> Says:
    return {
        "/lamp.png": Says(body=PNG),
        "/moved": Says(302, headers={"Location": "/lamp.png"}),
        "/round": Says(302, headers={"Location": "/round"}),
        "/page": Says(body=b"<html>", type="text/html"),
        "/large": Says(body=b"0" * 11_000_000),
    }.get(call.path, Says(404))


def test_an_image_is_had_also_where_it_has_moved() -> None:
    with platform(answer) as web:
        for path in ("lamp.png", "moved"):
            assert asyncio.run(fetch_image(f"{web.url}/{path}")) == Image(PNG, "image/png", "image.png")


def test_what_is_no_image_is_refused() -> None:
    with platform(answer) as web:
        addresses = [f"{web.url}/{path}" for path in ("round", "page", "large", "missing")]
        for address in [*addresses, "http://127.0.0.1:1/x.png", "http://[/x.png", "file:///etc/passwd"]:
            with pytest.raises(Refused):
                asyncio.run(fetch_image(address))
