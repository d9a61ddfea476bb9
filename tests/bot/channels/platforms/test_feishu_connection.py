"""Feishu's long connection: no public address, no keys for deliveries; frames, pieces, pings, what is delivered again."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.frame.delivery import Unreadable
from bot.channels.platforms.feishu_connection import LARGEST, MOST_AT_ONCE, Frame, Pieces
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.feishu import FeishuKit
from tests.support.messaging.kit import Kit, Posted
from tests.support.messaging.platform import Platform
from tests.support.messaging.server import served, until

KIT = FeishuKit()
Start = Callable[[Kit], Platform]


def framed(payload: bytes, kind: str = "event", method: int = 1, **headers: object) -> bytes:
    frame = Frame(SeqID=7, LogID=8, service=33554678, method=method, payload=payload)
    for name, value in {"type": kind, "message_id": "m1", "trace_id": "t", "sum": 1, "seq": 0, **headers}.items():
        frame.headers.add(key=name, value=str(value))
    return bytes(frame.SerializeToString())


def event(posted: Posted) -> bytes:
    return KIT.open(posted.body)


def read(content: Any) -> Any:
    frame = Frame()
    frame.ParseFromString(content)
    return frame


def headers(frame: Any) -> dict[str, str]:
    return {each.key: each.value for each in frame.headers}


def test_frames_are_as_lark_writes_them() -> None:
    # Field by field: tag, length, value (https://protobuf.dev/programming-guides/encoding).
    written = "08 07 10 08 18 f684 8010 20 01 2a 0d 0a04 74797065 1205 6576656e74 3a 04 6a736f6e 42 02 7b7d 4a 01 6c"
    frame = read(bytes.fromhex(written))
    assert (frame.SeqID, frame.LogID, frame.service, frame.method) == (7, 8, 33555062, 1)
    assert (headers(frame), frame.payload_type, frame.payload, frame.LogIDNew) == ({"type": "event"}, "json", b"{}", "l")


def test_it_needs_no_public_address_and_no_keys(state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    api = platform_of(KIT)
    for name in ("FEISHU_ENCRYPT_KEY", "FEISHU_VERIFICATION_TOKEN"):
        monkeypatch.delenv(name)
    first, long = event(KIT.text("1", "hello")), event(KIT.text("2", "and " * 200 + "now?"))
    api.frames = [
        b"\xff\xffjunk",
        framed(b"", kind="pong", method=0),
        framed(b"[]", message_id="broken"),
        framed(first),
        framed(first, message_id="again"),
        framed(long[:300], message_id="l", sum=2, seq=0),
        framed(long[300:], message_id="l", sum=2, seq=1),
        framed(b"", message_id="many", sum=10**6),
    ]

    async def main() -> None:
        async with served(channel_of(KIT, api.url, long_connection=True)) as server:
            assert (await server.post(KIT.text("9", "hello")))[0] == 403  # nothing is believed without keys
            await until(lambda: len([1 for call in api.taken if KIT.shown(call)]) == 2 and len(api.answered) == 6)
            api.hang_up()
            await until(lambda: len(api.connected) == 2)
            api.frames.append(framed(event(KIT.press("3", "unknown"))))
            await until(lambda: len(api.answered) == 8)
            assert [turn.text for turn in server.agent.turns] == ["hello", ("and " * 200 + "now?")]

    asyncio.run(main())
    frames = [read(each) for each in api.answered]
    ping, answers = frames[[frame.method for frame in frames].index(0)], [frame for frame in frames if frame.method]
    assert (ping.method, ping.service, headers(ping)) == (0, 33554678, {"type": "ping"})
    codes = [(headers(each).get("message_id"), json.loads(each.payload or b"{}").get("code")) for each in answers]
    assert codes == [("broken", 400), ("m1", 200), ("again", 200), ("l", 200), ("many", 400), ("m1", 200)]
    assert headers(answers[1])["biz_rt"]
    assert api.connected[0] == "/ws/v2?device_id=1&service_id=33554678&ticket=once"


def test_pieces_are_bounded() -> None:
    pieces = Pieces()
    assert pieces.whole({}, b"all") == b"all"
    assert pieces.whole({"message_id": "a", "sum": "2", "seq": "1"}, b"b") is None
    assert pieces.whole({"message_id": "a", "sum": "2", "seq": "0"}, b"a") == b"ab"
    for given in ({"sum": "65"}, {"sum": "2", "seq": "2"}):
        with pytest.raises(Unreadable, match="pieces"):
            pieces.whole(given, b"")
    with pytest.raises(Unreadable, match="bytes"):
        pieces.whole({"message_id": "c", "sum": "2"}, b"x" * (LARGEST + 1))
    for number in range(MOST_AT_ONCE + 1):
        pieces.whole({"message_id": f"d{number}", "sum": "2"}, b"x")
    assert pieces.whole({"message_id": "d0", "sum": "2", "seq": "1"}, b"x") is None  # the oldest was forgotten
