"""What customers send is had from the platform with its own token, once, within bounds, and shown at the desk."""

import asyncio
import base64
import errno
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.channels.frame.delivery import Media
from bot.channels.frame.serving import serve_channel
from bot.desk.views import attachments
from bot.server.files.uploads import LARGEST_FILE, Files
from bot.state.deliveries.downloads import Downloads
from bot.state.redis.keys import key
from bot.state.redis.tasks import AGAIN_S
from data.errors import SettingsError
from tests.bot.channels.conftest import channel_of
from tests.bot.conftest import RedisClient
from tests.support.messaging.files import FILE, PDF, answer, sent
from tests.support.messaging.kit import Kit, Posted
from tests.support.messaging.kits import SHIPPED
from tests.support.messaging.meta import MessengerKit
from tests.support.messaging.platform import Call, Platform, Says
from tests.support.messaging.server import served, until
from tests.support.messaging.telegram import TelegramKit

Start = Callable[[Kit], Platform]
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")


def shown(state: RedisClient, conversation: str) -> list[Any]:
    """The files that the desk shows."""
    events = [json.loads(fields["customer"]) for _, fields in state.xrange(key(conversation, "outbox")) if "customer" in fields]
    return [found for event in events for found in attachments(event.get("uploads", []), conversation)]


def serving_files(api: Platform, kit: Kit, said: Callable[[Call], Says | None]) -> list[Call]:
    """Has the platform give files; the calls about them."""
    usual, about = api.usual, []

    def says(call: Call, number: int) -> Says:
        if found := said(call):
            about.append(call)
        return found or usual(call, number)

    api.usual = says
    return about


@pytest.mark.parametrize("kit", [kit for kit in SHIPPED if kit.channel != "webhook"], ids=lambda kit: kit.channel)
def test_a_file_is_kept_once_and_shown_at_the_desk(state: RedisClient, kit: Kit, platform_of: Start) -> None:
    kit = kit.fresh()
    api = platform_of(kit)
    calls = serving_files(api, kit, lambda call: answer(kit, api.url, call))
    channel = channel_of(kit, api.url)
    conversation = kit.conversation()

    async def main() -> None:
        async with served(channel) as server:
            posted = sent(kit, api.url)
            assert (await server.post(posted))[0] == 200
            await until(lambda: len(shown(state, conversation)) == 1)
            await until(lambda: len(server.agent.turns) == 1)
            asked = len(calls)
            assert (await server.post(posted))[0] == 200
            await asyncio.sleep(0.1)
            assert len(calls) == asked

    asyncio.run(main())
    [found] = shown(state, conversation)
    assert (found["type"], found["size"]) == ("application/pdf", len(PDF))
    assert found["name"].endswith(".pdf")
    kept = Files().find(conversation, found["id"])
    assert kept
    assert Files().path(conversation, kept).read_bytes() == PDF
    assert state.exists(key(conversation, "downloads")) == 0


def test_one_that_cannot_be_had_is_tried_again_also_by_another_process(
    state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.frame.files.LOOKS_EVERY_S", 0.1)
    monkeypatch.setattr("bot.channels.frame.files.SHORTEST_PAUSE_S", 0.1)
    # Else each pause is as long as all before: on a busy machine, seconds.
    monkeypatch.setattr("bot.channels.frame.files.LONGEST_PAUSE_S", 0.1)
    kit = TelegramKit()
    api = platform_of(kit)
    answers = [Says(503, takes=False), Says(drops=True, takes=False)]
    serving_files(api, kit, lambda call: answer(kit, api.url, call) and (answers.pop() if answers else answer(kit, api.url, call)))

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            with api.down():
                assert (await server.post(sent(kit, api.url)))[0] == 200
                await until(lambda: state.exists("heed:channel:telegram:downloads") == 1)
        async with served(channel_of(kit, api.url)):
            await until(lambda: len(shown(state, kit.conversation())) == 1)

    asyncio.run(main())
    assert answers == []


def test_who_ends_gives_a_file_on_its_way_to_others_at_once_also_while_redis_is_slow(
    state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = TelegramKit()
    channel = channel_of(kit, platform_of(kit).url)
    later, under_way = Downloads.later, asyncio.Event()

    async def download(_: Media) -> bytes:
        under_way.set()
        await asyncio.sleep(60)
        return PDF

    async def slow(*given: Any) -> None:
        await asyncio.sleep(3 * AGAIN_S)
        await later(*given)

    monkeypatch.setattr(channel, "download", download)
    monkeypatch.setattr(Downloads, "later", slow)

    async def main() -> None:
        async with served(channel) as server:
            await server.post(document())
            await asyncio.wait_for(under_way.wait(), 10)

    asyncio.run(main())
    [(_, due)] = state.zrange("heed:channel:telegram:downloads", 0, -1, withscores=True)
    assert due <= time.time()


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"MZ a program", "must be one of"), (b"x" * (LARGEST_FILE + 1), "bytes at most"), (b"\x89PNG\r\n\x1a\n broken", "must be one of")],
)
def test_what_is_no_file_of_a_customers_is_not_kept(
    state: RedisClient, platform_of: Start, caplog: pytest.LogCaptureFixture, uploads: Path, content: bytes, why: str
) -> None:
    kit = TelegramKit()
    api = platform_of(kit)
    serving_files(api, kit, lambda call: (found := answer(kit, api.url, call)) and (Says(body=content) if found is FILE else found))

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(sent(kit, api.url))
            await until(lambda: why in caplog.text)
            await until(lambda: state.exists(key(kit.conversation(), "downloads")) == 0)
            await until(lambda: len(server.agent.turns) == 1)  # it is answered all the same

    caplog.set_level(logging.INFO)
    asyncio.run(main())
    assert shown(state, kit.conversation()) == []
    assert not [each for each in uploads.rglob("*") if each.is_file() and each.name != "conversation"]
    assert not any(secret in caplog.text for secret in kit.environment.values())


def test_voice_notes_and_photos_are_kept(state: RedisClient, platform_of: Start) -> None:
    kit = TelegramKit()
    api = platform_of(kit)
    contents = [b"OggS\x00 a voice", PNG]
    serving_files(api, kit, lambda call: (found := answer(kit, api.url, call)) and (Says(body=contents.pop(0)) if found is FILE else found))

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            for number, kind in enumerate(("voice", "photo"), start=1):
                await server.post(kit.signed({"message": kit.message(str(number), **{kind: {"file_id": "F1"}})}))
                await until(lambda number=number: len(shown(state, kit.conversation())) == number)

    asyncio.run(main())
    assert [(each["name"], each["type"]) for each in shown(state, kit.conversation())] == [
        ("voice.ogg", "audio/ogg"), ("photo.png", "image/png"),
    ]  # fmt: skip


def test_no_other_host_is_asked(state: RedisClient, platform_of: Start, caplog: pytest.LogCaptureFixture) -> None:
    kit = MessengerKit()
    api, inside = platform_of(kit), platform_of(TelegramKit())

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(sent(kit, inside.url))
            await until(lambda: "is not the platform's" in caplog.text)

    asyncio.run(main())
    assert inside.calls == []


def test_a_conversation_that_was_deleted_gets_no_files(state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.frame.files.LOOKS_EVERY_S", 0.1)
    monkeypatch.setattr("bot.channels.frame.files.SHORTEST_PAUSE_S", 0.1)
    kit = TelegramKit()
    api = platform_of(kit)
    away = [True]
    serving_files(api, kit, lambda call: (found := answer(kit, api.url, call)) and (Says(503, takes=False) if away else found))

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(sent(kit, api.url))
            await until(lambda: len(server.agent.turns) == 1)
            await server.service.deletions.delete(kit.conversation())
            away.clear()
            await until(lambda: state.zcard("heed:channel:telegram:downloads") == 0)

    asyncio.run(main())
    assert Files().count(kit.conversation()) == 0


def document(number: int = 1) -> Posted:
    kit = TelegramKit()
    return kit.signed({"message": kit.message(str(number), document={"file_id": f"F{number}", "file_name": "receipt.pdf"})})


def test_a_full_disk_is_told_of_and_tried_until_it_is_given_up(
    state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.channels.frame.files.LOOKS_EVERY_S", 0.05)
    monkeypatch.setattr("bot.channels.frame.files.SHORTEST_PAUSE_S", 0.05)
    kit = TelegramKit()
    api = platform_of(kit)
    serving_files(api, kit, lambda call: answer(kit, api.url, call))
    write, tries = Files.write, [2]

    def full(*given: Any) -> Path:
        tries[0] -= 1
        if tries[0] >= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(*given)

    monkeypatch.setattr(Files, "write", full)

    async def main() -> None:
        async with served(channel_of(kit, api.url)) as server:
            await server.post(document(1))
            await until(lambda: len(shown(state, kit.conversation())) == 1)
            monkeypatch.setattr("bot.channels.frame.files.GIVE_UP_S", 0.0)
            tries[0] = 1
            await server.post(document(2))
            await until(lambda: "is not kept" in caplog.text)
            await until(lambda: state.exists(key(kit.conversation(), "downloads")) == 0)

    asyncio.run(main())
    assert caplog.text.count("can't be kept for the moment") == 3


def test_a_virus_scan_that_is_no_program_is_named_at_the_start(platform_of: Start) -> None:
    kit = TelegramKit()
    channel = channel_of(kit, platform_of(kit).url, virus_scan="no-such-program-here")
    with pytest.raises(SettingsError, match="no-such-program-here"):
        serve_channel(channel)


@pytest.mark.parametrize("during", ["the download", "the scan"])
def test_a_file_on_its_way_does_not_come_back_after_an_erasure(
    state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch, uploads: Path, during: str
) -> None:
    kit = TelegramKit()
    channel = channel_of(kit, platform_of(kit).url)
    asked: list[Any] = []

    async def main() -> None:
        async with served(channel) as server:

            async def erase(at: str) -> None:
                asked.append(at)
                if at == during:
                    await server.service.deletions.delete(kit.conversation())

            async def download(_: Media) -> bytes:
                await erase("the download")
                return PDF

            async def scan(*_: Any) -> None:
                await erase("the scan")

            monkeypatch.setattr(channel, "download", download)
            monkeypatch.setattr("bot.channels.frame.files.scan", scan)
            await server.post(document())
            await until(lambda: during in asked)
            await until(lambda: state.zcard("heed:channel:telegram:downloads") == 0)

    asyncio.run(main())
    assert not list(uploads.glob("*"))


def test_a_slow_file_keeps_no_others_waiting(state: RedisClient, platform_of: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = TelegramKit()
    channel = channel_of(kit, platform_of(kit).url)
    under_way: list[str] = []

    async def download(media: Media) -> bytes:
        under_way.append(media.reference)
        await until(lambda: len(under_way) == 4)
        return PDF

    monkeypatch.setattr(channel, "download", download)

    async def main() -> None:
        async with served(channel) as server:
            for number in range(1, 5):
                await server.post(document(number))
            await until(lambda: len(shown(state, kit.conversation())) == 4)

    asyncio.run(main())
    assert sorted(under_way) == ["F1", "F2", "F3", "F4"]
