"""XML, cipher texts and pages, broken in all ways: what reads them says so, and never hangs."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import hypothesis
from hypothesis import strategies as st

from bench.messaging.parsers import HANGS_S, channel_of
from bench.results import Result
from bot.channels.frame.channel import Incoming
from bot.channels.frame.delivery import Unreadable, read_object
from bot.channels.frame.signatures import Forged
from bot.channels.frame.xml import read_fields
from bot.channels.platforms import dingtalk_stream, feishu_connection
from bot.channels.platforms.feishu_connection import Frame, Pieces
from bot.channels.platforms.weixin_crypt import MessageCrypt
from tests.support.messaging.cases import Forgetful, changed_items, changed_xml, examples, spliced
from tests.support.messaging.dingtalk import DingTalkKit
from tests.support.messaging.feishu import FeishuKit
from tests.support.messaging.wechat import APP, WeChatKit
from tests.support.messaging.wecom import WeComKfKit
from tests.support.messaging.weixin import KEY, TOKEN


def untrusted(count: int) -> Iterator[Result]:
    """Gives each reader `count` cases."""
    yield from _run("XML", count, _xml(), read_fields)
    yield from _run("AES", count, _sealed(), _decrypt)
    yield from _run("微信客服's pages", count, _items(), _reader())
    yield from _run("Feishu's frames", count, _frames(), _framed(FeishuKit()))
    yield from _run("DingTalk's frames", count, _stream(), _streamed(DingTalkKit()))


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


def _frames() -> st.SearchStrategy[bytes]:
    """Frames of right events, whole and in pieces, with other headers; and with bytes changed."""
    kit = FeishuKit()

    @st.composite
    def near(draw: st.DrawFn) -> bytes:
        frame = Frame(
            SeqID=1, LogID=2, service=3, method=draw(st.sampled_from([0, 1, 1, 1, 7])), payload=draw(st.sampled_from(examples(kit)))
        )
        for name in ("type", "message_id", "sum", "seq"):
            if draw(st.integers(0, 9)):
                frame.headers.add(key=name, value=draw(st.sampled_from(["event", "m", "0", "1", "2", "9" * 50, "-1", "", "\u0661"])))
        return bytes(frame.SerializeToString())

    return near() | near().flatmap(spliced) | st.binary(max_size=400)


def _framed(kit: FeishuKit) -> Callable[[bytes], None]:
    channel, pieces = channel_of(kit), Pieces()
    channel.kept = Forgetful()  # type: ignore[assignment]

    def read(content: bytes) -> None:
        asyncio.run(feishu_connection.answered(content, pieces, channel._read, _taken))

    return read


def _stream() -> st.SearchStrategy[str]:
    kit = DingTalkKit()
    frames = [json.loads(kit.frame("m", each.decode())) for each in examples(kit)]
    near = changed_items([*frames, json.loads(kit.frame("p", "{}", "SYSTEM", "ping"))]).map(json.dumps)
    return near | near.flatmap(lambda text: spliced(text.encode())).map(lambda each: each.decode("utf-8", "replace")) | st.text(max_size=80)


def _streamed(kit: DingTalkKit) -> Callable[[str], None]:
    channel: Any = channel_of(kit)

    async def body(found: dict[str, Any]) -> Sequence[Incoming]:
        return cast(Sequence[Incoming], channel._read(found))

    def read(content: str) -> None:
        json.dumps(asyncio.run(dingtalk_stream.answered(content, body, _taken)))

    return read


async def _taken(found: Sequence[Incoming]) -> None:
    for each in found:
        each.address.conversation.encode()


def _reader() -> Callable[[dict[str, Any]], None]:
    channel: Any = channel_of(WeComKfKit())
    channel.kept = Forgetful("assistant")

    def read(item: dict[str, Any]) -> None:
        asyncio.run(channel.read_item(read_object(json.dumps(item))))  # as it comes from the platform

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
