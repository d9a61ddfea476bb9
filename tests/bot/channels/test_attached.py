"""Files that agents send: as files where a platform takes them, else as links that are good for a while."""

import asyncio
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.channels.frame.attached import LINK_S, FileLinks
from bot.server.files.uploads import Files
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.chatwoot import ChatwootKit
from tests.support.messaging.feishu import FeishuKit
from tests.support.messaging.kit import Kit
from tests.support.messaging.line import LineKit
from tests.support.messaging.mail import EmailKit, received
from tests.support.messaging.meta import MessengerKit, WhatsAppKit
from tests.support.messaging.platform import Call, Platform
from tests.support.messaging.server import Running, served, until
from tests.support.messaging.slack import SlackKit
from tests.support.messaging.telegram import TelegramKit
from tests.support.messaging.wecom import WeComKit
from tests.support.messaging.weixin import PNG

PDF = b"%PDF-1.7 a price list %%EOF"
ABOUT = {"why": "talk_to_person", "asked": "a person please", "language": "en", "channel": ""}
WORDS = "Here it is."
Start = Callable[[Kit], Platform]


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def upload(conversation: str, name: str, content: bytes, type: str) -> dict[str, Any]:
    files = Files()
    return asdict(files.keep(files.write(conversation, content), name, type))


async def sends(server: Running, kit: Kit, text: str, name: str, content: bytes, type: str) -> None:
    """A customer is there, and an agent sends them a file."""
    assert (await server.post(kit.text("1", "hello")))[0] == 200
    desk, conversation = server.service.desk, kit.conversation()
    await desk.hand_over(conversation, {**ABOUT, "channel": kit.channel})
    await desk.take(conversation, "mia", "Mia")
    await desk.say(conversation, "mia", text, "Mia", upload=upload(conversation, name, content, type))


def one(calls: list[Call], end: str) -> Call:
    """The call of a method."""
    [found] = [call for call in calls if call.path.partition("?")[0].endswith(end)]
    return found


def shows(kit: Kit, calls: list[Call]) -> bool:
    """Whether the customer sees the picture and the words."""
    if kit.channel == "telegram":
        return all(part in one(calls, "/sendPhoto").body for part in (PNG, WORDS.encode(), b'filename="image.png"'))
    if kit.channel == "slack":
        assert one(calls, "/files.getUploadURLExternal").form == {"filename": "image.png", "length": str(len(PNG))}
        done = one(calls, "/files.completeUploadExternal").json
        shared = ([{"id": "F1", "title": "image.png"}], "D4711", WORDS)
        return one(calls, "/upload/F1").body == PNG and (done["files"], done["channel_id"], done["initial_comment"]) == shared
    if kit.channel == "whatsapp":
        said = [call.json.get("image") for call in calls if call.path.endswith("/messages")]  # one of them says “typing …”, at some time
        return PNG in one(calls, "/media").body and {"id": "media-1", "caption": WORDS} in said
    if kit.channel == "messenger":
        return any(PNG in call.body and b'"type": "image"' in call.body for call in calls)
    if kit.channel == "chatwoot":
        return any(all(part in call.body for part in (PNG, WORDS.encode(), b'name="attachments[]"')) for call in calls)
    if kit.channel == "feishu":
        said = [call.json for call in calls if call.path.endswith("receive_id_type=open_id")]
        # Before the picture stand its words, what is said of the hand-over, and the answer to “hello”, if it came before that.
        return PNG in one(calls, "/im/v1/images").body and [each["msg_type"] for each in said] == ["post"] * (len(said) - 1) + ["image"]
    if kit.channel == "wecom":
        return any(call.json.get("image") == {"media_id": "media-0"} for call in calls if "/message/send" in call.path)
    mail = received(calls[-1])
    attached = [(each.get_filename(), each.get_content()) for each in mail.iter_attachments()]
    body = mail.get_body(("plain",))
    return attached == [("image.png", PNG)] and body is not None and WORDS in body.get_content()


def test_a_picture_arrives_as_the_platform_shows_it(state: RedisClient, platform_of: Start) -> None:
    kits = [TelegramKit(), SlackKit(), WhatsAppKit(), MessengerKit(), EmailKit(), ChatwootKit(), FeishuKit(), WeComKit()]
    apis = {kit.channel: platform_of(kit) for kit in kits}

    async def main() -> None:
        async with served(*(channel_of(kit, apis[kit.channel].url) for kit in kits)) as server:
            for kit in kits:
                await sends(server, kit, WORDS, "image.png", PNG, "image/png")
            for kit in kits:
                calls = apis[kit.channel].calls
                await until(lambda calls=calls: any(PNG in call.body or b"iVBORw0" in call.body for call in calls))
            await asyncio.sleep(0.3)

    asyncio.run(main())
    assert {kit.channel: shows(kit, apis[kit.channel].calls) for kit in kits} == {kit.channel: True for kit in kits}


def test_what_a_platform_takes_not_goes_as_a_link_for_whoever_has_it(state: RedisClient, platform_of: Start) -> None:
    kit = LineKit()
    api = platform_of(kit)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            assert not server.service.platforms.takes(kit.conversation(), "application/pdf")  # customers couldn't reach a link
        async with served(channel_of(kit, api.url, public_url="https://bot.shop.example")) as server:
            assert server.service.platforms.takes(kit.conversation(), "application/pdf")
            await sends(server, kit, WORDS, "prices.pdf", PDF, "application/pdf")
            await until(lambda: any(b"prices.pdf" in call.body for call in api.taken))
            said = [found.text for call in api.taken if (found := kit.shown(call))]
            [link] = re.findall(r"https://bot\.shop\.example(\S+)", said[-1])
            assert said[-2:] == [WORDS, f"prices.pdf\nhttps://bot.shop.example{link}"]
            status, headers, body = await asyncio.to_thread(fetched, f"http://127.0.0.1:{server.port}{link}")
            assert (status, body, headers["content-type"]) == (200, PDF, "application/pdf")
            assert headers["content-disposition"].startswith("attachment")
            assert "sandbox" in headers["content-security-policy"]
            token = link.split("/")[-2]
            folder, id, until_, mac = token.split(".")
            for other in (
                f"{folder}.{id}.{int(until_) + 1}.{mac}", f"{folder}.{'0' * 32}.{until_}.{mac}", f"of-{'0' * 32}.{id}.{until_}.{mac}",
                f"{folder}.{id}.{until_}.{'0' * 32}", "../" + token, token[:-1],
            ):  # fmt: skip
                status, _, _ = await asyncio.to_thread(fetched, f"http://127.0.0.1:{server.port}{link.replace(token, other)}")
                assert status == 404
            Files().erase(kit.conversation())
            assert (await asyncio.to_thread(fetched, f"http://127.0.0.1:{server.port}{link}"))[0] == 404

    asyncio.run(main())


def test_a_link_ends() -> None:
    links, conversation = FileLinks(), "line:a:b"
    described = upload(conversation, "prices.pdf", PDF, "application/pdf")
    for ago, good in ((LINK_S - 60, True), (LINK_S + 60, False)):
        file = links.attached(described, conversation, "https://bot.shop.example/webhooks/line", time.time() - ago)
        assert file
        assert bool(links.opened(file.address.split("/")[-2])) is good


def fetched(url: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, {}, refused.read()
