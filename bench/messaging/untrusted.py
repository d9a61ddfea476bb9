"""XML, cipher texts and pages, broken in all ways: what reads them says so, and never hangs."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
from hypothesis import strategies as st

from bench.messaging.parsers import HANGS_S, channel_of
from bench.results import Result
from bot.channels.frame.delivery import Unreadable
from bot.channels.frame.signatures import Forged
from bot.channels.frame.xml import read_fields
from bot.channels.weixin_crypt import MessageCrypt
from tests.support.messaging.cases import Forgetful, changed_items, changed_xml, examples, spliced
from tests.support.messaging.wechat import APP, WeChatKit
from tests.support.messaging.wecom import WeComKfKit
from tests.support.messaging.weixin import KEY, TOKEN


def untrusted(count: int) -> Iterator[Result]:
    """Gives each reader `count` cases."""
    yield from _run("XML", count, _xml(), read_fields)
    yield from _run("AES", count, _sealed(), _decrypt)
    yield from _run("微信客服's pages", count, _items(), _reader())


def _xml() -> st.SearchStrategy[bytes]:
    @st.composite
    def near(draw: st.DrawFn) -> bytes:
        return changed_xml(draw, draw(st.sampled_from(examples(WeChatKit()))))

    return near() | st.binary(max_size=2_000)


def _sealed() -> st.SearchStrategy[str]:
    """Cipher texts with bytes changed, cut, put in; blocks swapped; whole messages of other lengths; and junk."""
    kit = WeChatKit()
    messages = st.sampled_from(examples(kit)) | st.binary(max_size=400)
    sealed = messages.map(lambda message: base64.b64decode(kit.envelope.seal(message)))
    blocks = sealed.flatmap(
        lambda whole: st.lists(st.sampled_from([whole[place : place + 16] for place in range(0, len(whole), 16)]), max_size=40)
    )
    broken = sealed.flatmap(spliced) | blocks.map(b"".join) | st.binary(max_size=400) | sealed
    return broken.map(lambda each: base64.b64encode(each).decode()) | st.text(max_size=80)


def _decrypt(sealed: str) -> None:
    read_fields(CRYPT.decrypt(sealed))


def _items() -> st.SearchStrategy[dict[str, Any]]:
    kit = WeComKfKit()
    said = kit.item("1", msgtype="text", text={"content": "hello", "menu_id": "a"})
    image = kit.item("2", msgtype="image", image={"media_id": "m"})
    return changed_items(
        [said, image, *(kit.event(kind, change_type=1, fail_msgid="m") for kind in ("session_status_change", "msg_send_fail"))]
    )


def _reader() -> Callable[[dict[str, Any]], None]:
    channel: Any = channel_of(WeComKfKit())
    channel.kept = Forgetful("assistant")

    def read(item: dict[str, Any]) -> None:
        asyncio.run(channel.read_item(item))

    return read


CRYPT = MessageCrypt(TOKEN, KEY, APP)


def _run(name: str, count: int, cases: st.SearchStrategy[Any], read: Callable[[Any], object]) -> list[Result]:
    errors, slowest_s = 0, 0.0

    @hypothesis.seed(1)
    @hypothesis.settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(cases)
    def one(case: Any) -> None:
        nonlocal errors, slowest_s
        started = time.process_time()
        try:
            read(case)
        except (Unreadable, Forged):
            pass
        except Exception as problem:
            errors += 1
            print(name, repr(problem)[:200], repr(case)[:200])
        slowest_s = max(slowest_s, time.process_time() - started)

    one()
    test = f"{name}: {count:,} cases, right ones broken and junk"
    return [
        Result(test, "uncaught errors", errors, goal="0", holds=not errors),
        Result(test, "slowest", round(slowest_s * 1000, 1), "ms", f"≤ {HANGS_S * 1000:.0f}", slowest_s <= HANGS_S),
    ]
