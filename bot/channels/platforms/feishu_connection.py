"""Feishu's and Lark's long connection: events over a websocket that this server opens, as Lark's own SDK does it
(https://github.com/larksuite/oapi-sdk-python, `lark_oapi/ws`). Frames are protocol buffers; what they carry isn't encrypted once more."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass

from bot.channels.frame.api import Api
from bot.channels.frame.channel import Incoming, Take
from bot.channels.frame.connection import connection, taken
from bot.channels.frame.delivery import Unreadable, pick, read_object, text_at
from bot.state.redis.tasks import end

CONTROL, DATA = 0, 1
PING_S, SHORTEST_PING_S, LONGEST_PING_S = 120.0, 1.0, 600.0
# An event that is larger than a frame comes in pieces; of so many events at once, so many pieces and bytes at most.
MOST_AT_ONCE, MOST_PIECES, LARGEST = 16, 64, 4 * 1024 * 1024

Read = Callable[[dict[str, Any]], Awaitable[Sequence[Incoming]]]


def _frame_type() -> Any:
    """The class of a frame, as the SDK's pbbp2.proto has it."""
    file = FileDescriptorProto(name="pbbp2.proto", package="pbbp2", syntax="proto2")
    numbers, texts = ("SeqID", "LogID", "service", "method"), ("payload_encoding", "payload_type")
    fields: dict[str, list[tuple[str, str]]] = {
        "Header": [("key", "STRING"), ("value", "STRING")],
        "Frame": [
            *((name, "INT32" if name.islower() else "UINT64") for name in numbers),
            ("headers", "MESSAGE"),
            *((name, "STRING") for name in texts),
            ("payload", "BYTES"),
            ("LogIDNew", "STRING"),
        ],
    }
    for message, named in fields.items():
        about = file.message_type.add(name=message)
        for number, (name, kind) in enumerate(named, start=1):
            repeated = kind == "MESSAGE"
            field = about.field.add(name=name, number=number, type=FieldDescriptorProto.Type.Value(f"TYPE_{kind}"))
            field.label = FieldDescriptorProto.LABEL_REPEATED if repeated else FieldDescriptorProto.LABEL_OPTIONAL
            if repeated:
                field.type_name = ".pbbp2.Header"
    pool = DescriptorPool()
    pool.Add(file)
    return GetMessageClass(pool.FindMessageTypeByName("pbbp2.Frame"))


Frame = _frame_type()


class Pieces:
    """Puts events together that come in pieces."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, dict[int, bytes]] = OrderedDict()

    def whole(self, headers: dict[str, str], payload: bytes) -> bytes | None:
        """An event's payload, once all of it is there.

        Raises:
            Unreadable: the piece is none, or the event too large.
        """
        count, place = _number(headers.get("sum", "1")), _number(headers.get("seq", "0"))
        if count <= 1:
            return payload
        if count > MOST_PIECES or place >= count:
            raise Unreadable(f"an event must come in {MOST_PIECES} pieces at most. It came in {count}, this was number {place}")
        id = headers.get("message_id", "")
        found = self._found.setdefault(id, {})
        found[place] = payload
        self._found.move_to_end(id)
        if len(self._found) > MOST_AT_ONCE:
            self._found.popitem(last=False)
        if len(found) == count or sum(map(len, found.values())) > LARGEST:
            del self._found[id]
            if len(found) < count:
                raise Unreadable(f"an event must have {LARGEST} bytes at most")
            return b"".join(found[number] for number in range(count))
        return None


async def receive(api: Api, api_url: str, login: tuple[str, str], read: Read, take: Take) -> None:
    """Stays connected until Feishu closes the connection.

    Args:
        login: the app's id and secret.
        read: reads an event, as it comes over HTTP, too.
    """
    body = {"AppID": login[0], "AppSecret": login[1]}
    opened = (await api.post(f"{api_url.rstrip('/')}/callback/ws/endpoint", body, headers={"locale": "zh"})).body
    address, every_s = text_at(opened, "data", "URL"), pick(opened, "data", "ClientConfig", "PingInterval")
    service, pieces = _number(parse_qs(urlsplit(address).query).get("service_id", ["0"])[0]), Pieces()
    async with connection(address, api_url) as socket:
        pinging = asyncio.ensure_future(_ping(socket, service, float(every_s) if isinstance(every_s, int) else PING_S))
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.BINARY and (said := await answered(message.data, pieces, read, take)):
                    await socket.send_bytes(said)
        finally:
            await end([pinging])


async def answered(content: bytes, pieces: Pieces, read: Read, take: Take) -> bytes:
    """What a frame is answered with; empty if it wants no answer."""
    frame = Frame()
    try:
        frame.ParseFromString(content)
        headers = {str(each.key): str(each.value) for each in frame.headers}
    except (DecodeError, ValueError):
        return b""
    if frame.method != DATA or headers.get("type") != "event":
        return b""
    try:
        payload = pieces.whole(headers, frame.payload)
    except Unreadable:
        payload = b""
    if payload is None:
        return b""
    status = await taken("feishu", take, _event(read, payload))
    # Only what was taken is answered with 200; anything else is delivered again.
    frame.payload = json.dumps({"code": status}).encode()
    frame.headers.add(key="biz_rt", value="0")
    return bytes(frame.SerializeToString())


async def _event(read: Read, payload: bytes) -> Sequence[Incoming]:
    return await read(read_object(payload))


async def _ping(socket: aiohttp.ClientWebSocketResponse[bool], service: int, every_s: float) -> None:
    frame = Frame(SeqID=0, LogID=0, service=service, method=CONTROL)
    frame.headers.add(key="type", value="ping")
    with suppress(ConnectionError):  # whoever reads sees it, too
        while True:
            await socket.send_bytes(frame.SerializeToString())
            await asyncio.sleep(min(LONGEST_PING_S, max(SHORTEST_PING_S, every_s)))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
