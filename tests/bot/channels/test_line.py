"""LINE's own ways: in groups, a mention is left out by its place, which counts an emoji twice."""

import asyncio
from collections.abc import Callable

from bot.channels.frame.delivery import Delivery, Message
from tests.bot.channels.conftest import channel_of
from tests.support.messaging.kit import Kit
from tests.support.messaging.line import LineKit
from tests.support.messaging.platform import Platform

KIT = LineKit()


def test_a_mention_behind_an_emoji_is_left_out(platform_of: Callable[[Kit], Platform]) -> None:
    text = "😀 @Heed where is it?"
    mention = {"mentionees": [{"index": 3, "length": 5, "isSelf": True}]}
    message = {"id": "1", "type": "text", "text": text, "mention": mention}
    posted = KIT.signed([KIT.event("1", type="message", message=message, source={"type": "group", "groupId": "C1", "userId": "U1"})])
    channel = channel_of(KIT, platform_of(KIT).url)
    [found] = asyncio.run(channel.read(Delivery("POST", f"https://bot.shop.example{KIT.webhook}", {}, posted.body)))
    assert isinstance(found, Message)
    assert found.text == "😀  where is it?"
