"""DingTalk's Stream mode: messages over a websocket that this server opens, as DingTalk's own SDKs do it
(https://github.com/open-dingtalk/dingtalk-stream-sdk-python)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.channels.frame.api import Api
from bot.channels.frame.channel import Incoming, Take
from bot.channels.frame.connection import connection, taken
from bot.channels.frame.delivery import Unreadable, read_object, text_at

# The robot's messages; nothing else is subscribed to.
ROBOT = "/v1.0/im/bot/messages/get"
SYSTEM, CALLBACK, DISCONNECT = "SYSTEM", "CALLBACK", "disconnect"
# An answer to what wasn't asked for.
NOT_WANTED = 404

Read = Callable[[dict[str, Any]], Awaitable[Sequence[Incoming]]]


async def receive(api: Api, api_url: str, login: tuple[str, str], read: Read, take: Take) -> None:
    """Stays connected until DingTalk wants another connection.

    Args:
        login: the application's Client ID and secret.
        read: reads a message's body, as it comes over HTTP, too.
    """
    wanted = [{"type": CALLBACK, "topic": ROBOT}]
    about = {"clientId": login[0], "clientSecret": login[1], "subscriptions": wanted, "ua": "heed", "localIp": "127.0.0.1"}
    opened = (await api.post(f"{api_url.rstrip('/')}/v1.0/gateway/connections/open", about)).body
    address = f"{text_at(opened, 'endpoint')}?ticket={quote(text_at(opened, 'ticket'), safe='')}"
    async with connection(address, api_url) as socket:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                said = await answered(message.data, read, take)
                if said is None:
                    return
                await socket.send_json(said)


async def answered(content: str, read: Read, take: Take) -> dict[str, Any] | None:
    """What a frame is answered with, once what it says is stored; none if DingTalk wants another connection."""
    try:
        frame = read_object(content)
    except Unreadable:
        frame = {}
    kind, topic, data = text_at(frame, "type"), text_at(frame, "headers", "topic"), text_at(frame, "data")
    if (kind, topic) == (SYSTEM, DISCONNECT):
        return None
    status = 200 if kind == SYSTEM else NOT_WANTED
    if (kind, topic) == (CALLBACK, ROBOT):
        status, data = await taken("dingtalk", take, _read(read, data)), json.dumps({"response": None})
    about = {"messageId": text_at(frame, "headers", "messageId"), "contentType": "application/json"}
    return {"code": status, "headers": about, "message": "OK", "data": data}


async def _read(read: Read, data: str) -> Sequence[Incoming]:
    return await read(read_object(data))
