"""A company's server, asked for a record: what is one, what isn't, and what it can't do to the assistant."""

import asyncio
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.lookups.fetching import LARGEST, Fetched, fetch
from bot.lookups.settings import Lookup
from tests.support.odd_shop import ORDER, OddShop, answers, floods, hangs_up, odd_shop, sleeps, trickles

KEY = "JL-482913"


@pytest.fixture
def shop() -> Iterator[OddShop]:
    with odd_shop() as running:
        yield running


def look(url: str, key: str = KEY, **settings: Any) -> Fetched:
    given = {"timeout_s": 2.0, **settings}
    return asyncio.run(fetch("order", Lookup(f"{url}/orders/{{order_number}}", {"order_contact": ["email"]}, **given), key))


def test_a_record_is_found(shop: OddShop) -> None:
    assert look(shop.url, headers={"Authorization": "Bearer secret"}) == Fetched("found", ORDER)
    assert shop.paths == ["/orders/JL-482913"]
    assert shop.headers["Authorization"] == "Bearer secret"


@pytest.mark.parametrize("status", [404, 410])
def test_the_server_says_that_there_is_none(shop: OddShop, status: int) -> None:
    shop.act = answers({"error": "none"}, status)
    assert look(shop.url) == Fetched("not_found")


@pytest.mark.parametrize(
    "act",
    [
        answers(b"", 204),
        answers(b"<html>Sorry</html>"),
        answers(b'{"status": "shipped"'),
        answers(b'["a list"]'),
        answers(b'"a text"'),
        answers(b"null"),
        answers(b'{"a": "\xff\xfe"}'),
        answers(b"[" * 60_000),
        answers(b'{"a":' * 12_000),
        answers(b'{"a": "' + b"x" * LARGEST + b'"}'),
        answers(b"\x1f\x8b\x08\x00rubbish", Content_Encoding="gzip"),
        answers(ORDER, 401),
        answers(ORDER, 429),
        answers(ORDER, 503),
        floods,
        hangs_up,
    ],
)
def test_what_is_no_record_is_taken_for_a_server_that_is_away(shop: OddShop, act: Any) -> None:
    shop.act = act
    assert look(shop.url) == Fetched("unavailable")


@pytest.mark.parametrize("act", [sleeps(3), trickles])
def test_a_slow_server_is_not_waited_for(shop: OddShop, act: Any) -> None:
    shop.act = act
    started = time.monotonic()
    assert look(shop.url, timeout_s=0.5).outcome == "unavailable"
    assert time.monotonic() - started < 2.5  # the issue asks for 3 s by default; all tries share the time


def test_a_server_that_is_down() -> None:
    with odd_shop() as shop:
        pass
    assert look(shop.url).outcome == "unavailable"


def test_a_server_at_fault_is_asked_again_and_one_that_answers_isnt(shop: OddShop) -> None:
    def mends_itself(request: Any) -> None:
        shop.act = answers(ORDER)
        answers(b"", 500)(request)

    shop.act = mends_itself
    assert look(shop.url).outcome == "found"
    assert len(shop.paths) == 2
    shop.act = answers(b"", 400)
    look(shop.url)
    assert len(shop.paths) == 3


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(shop: OddShop, status: int) -> None:
    with odd_shop() as other:
        shop.act = answers(b"", status, Location=f"{other.url}/orders/1")
        assert look(shop.url).outcome == "unavailable"
        assert other.paths == []


@pytest.mark.parametrize("key", ["../admin", "..", "a/b?c=d#e", "%2e%2e", "1 2", "订单", "a\r\nX-Evil: 1", "@evil.example"])
def test_whatever_a_customer_gives_stays_one_part_of_the_path(shop: OddShop, key: str) -> None:
    look(shop.url, key)
    (path,) = shop.paths
    assert path.startswith("/orders/")
    assert not set(path.removeprefix("/orders/")) & set("/?#. \r\n@")


def test_logs_name_neither_key_nor_token(shop: OddShop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for act in (answers(b"no JSON", 200), answers(b"", 302, Location=f"https://other.example/{KEY}"), hangs_up, answers(b"", 500)):
        shop.act = act
        look(shop.url, headers={"Authorization": "Bearer secret"})
    logged = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.INFO)
    assert "127.0.0.1" in logged
    assert KEY not in logged
    assert "secret" not in logged
