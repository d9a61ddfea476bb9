"""Every messaging channel holds the conversation of the chat page, all on one server with the real state and a real model; and a kill."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from bot.state.redis.embedded import EmbeddedRedis
from tests.support import tiny
from tests.support.messaging.kit import Kit, Posted, Shown
from tests.support.messaging.kits import SHIPPED
from tests.support.messaging.platform import Platform, Says, platform
from tests.support.messaging.posting import post
from tests.support.rasa_process import RasaProcess, running
from tests.support.redis_servers import wait_until
from tests.support.scripted_replies import say, sentences

KITS = [kit.fresh() for kit in SHIPPED]
PATIENCE_S = 30.0
SOURCES = [{"dialogue": "d-17", "date": "2026-03-05", "score": 0.9}]
LONG = sentences(120)


@dataclass
class Platforms:
    """A server with all channels, and the platforms behind them."""

    server: RasaProcess
    apis: dict[str, Platform]
    redis: redis.Redis


@pytest.fixture(scope="module")
def platforms(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platforms]:
    folder = tmp_path_factory.mktemp("messaging")
    state = EmbeddedRedis(folder / "redis")
    with ExitStack() as stack:
        apis = {kit.channel: stack.enter_context(platform(kit.usual, kit.shown, kit.platform_type)) for kit in KITS}
        settings = {kit.path: kit.credentials(apis[kit.channel].url) for kit in KITS}
        tiny.write(folder, credentials=json.dumps({**settings, "bot.channels.health.HealthChannel": None}))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for kit in KITS:
            for name, value in kit.environment.items():
                patch.setenv(name, value)
        state.start()
        stack.callback(state.stop)
        client = stack.enter_context(redis.Redis.from_url(state.url, decode_responses=True))
        yield Platforms(stack.enter_context(running(folder, tiny_model, state.url)), apis, client)


@dataclass
class Talk:
    """One customer on one channel."""

    platforms: Platforms
    kit: Kit
    user: str
    seen: int = 0
    count: int = 0

    def say(self, text: str, messages: int = 1) -> list[Shown]:
        self.count += 1
        return self._post(self.kit.text(f"{self.user}{self.count}", text, self.user), messages)

    def press(self, shown: Shown, title: str) -> list[Shown]:
        """Presses a button, or types its number."""
        self.count += 1
        by_title = dict(shown.buttons)
        number = re.search(rf"^(\d+)\. {re.escape(title)}", shown.text, re.MULTILINE)
        wanted = by_title.get(title) or (number[1] if number else "")
        assert wanted, shown
        return self._post(self.kit.press(f"{self.user}{self.count}", wanted, self.user), 1)

    def _post(self, posted: Posted, messages: int) -> list[Shown]:
        assert post(self.platforms.server.port, posted)[0] == 200
        return self.next(messages)

    def next(self, messages: int = 1) -> list[Shown]:
        """What the customer is shown next."""
        wait_until(lambda: len(self.shown()) >= self.seen + messages, PATIENCE_S)
        shown = self.shown()
        new, self.seen = shown[self.seen :], len(shown)
        return new

    def shown(self) -> list[Shown]:
        return [found for call in self.platforms.apis[self.kit.channel].taken if (found := self.kit.shown(call))]


@pytest.fixture(scope="module")
def held(platforms: Platforms) -> Iterator[dict[str, Future[None]]]:
    """The conversation on each channel, all at once: most of its time it waits, since platforms take a message a second."""
    with ThreadPoolExecutor(len(KITS)) as pool:
        yield {kit.channel: pool.submit(conversation_of_the_chat_page, Talk(platforms, kit, "1001")) for kit in KITS}


@pytest.mark.parametrize("channel", [kit.channel for kit in KITS])
def test_the_conversation_of_the_chat_page(held: dict[str, Future[None]], channel: str) -> None:
    held[channel].result()


@pytest.mark.parametrize("kit", [kit for kit in KITS if kit.channel in ("telegram", "line")], ids=lambda kit: kit.channel)
def test_a_process_killed_while_it_sends_loses_nothing(platforms: Platforms, kit: Kit) -> None:
    """What was on its way is sent again where the platform recognises it, else not, and said; all else arrives once, in order."""
    api, server = platforms.apis[kit.channel], platforms.server
    api.taken.clear()
    talk = Talk(platforms, kit, "1002")
    talk.say("say before")
    api.planned = [Says(after_s=5.0, body=kit.usual(api.taken[0], 77).body if kit.channel == "telegram" else {})]
    assert post(server.port, kit.text("k1", "say under way", talk.user))[0] == 200
    assert post(server.port, kit.text("k2", "say after", talk.user))[0] == 200
    wait_until(lambda: not api.planned)
    server.kill()
    server.start()
    server.wait_until_ready()
    wait_until(lambda: talk.shown()[-1].text == "after", PATIENCE_S)
    texts = [each.text for each in talk.shown()]
    undelivered = platforms.redis.xlen(f"heed:{{{kit.conversation(talk.user)}}}:undelivered")
    if kit.channel == "line":
        assert (texts, undelivered) == (["before", "under way", "under way", "after"], 0)  # one key: LINE shows it once
        keys = [call.headers["x-line-retry-key"] for call in api.taken if kit.shown(call)]
        assert keys[1] == keys[2]
    else:
        assert (texts, undelivered) == (["before", "under way", "after"], 1)


def conversation_of_the_chat_page(talk: Talk) -> None:
    kit = talk.kit
    assert [each.text for each in talk.say("Where is my order?")] == ["It is on its way."]
    [refund] = talk.say("my money")
    assert "5 working days" in refund.text
    assert ("**" in refund.text) == kit.writes_markdown  # only where it is documented
    [passage] = talk.say(say(passage={"text": "The lamp is 40 cm high.", "sources": SOURCES}))
    assert "The lamp is 40 cm high." in passage.text
    assert "5 March 2026" in passage.text
    [question] = talk.say("a choice please")
    assert bool(question.buttons) == kit.has_buttons
    assert question.text.startswith("Which?")
    assert [each.text for each in talk.press(question, "My order")] == ["It is on its way."]
    if kit.has_images:
        image, text = talk.say(say(text="This one:", image=kit.image), 2)
        assert (image.image, text.text) == (kit.image, "This one:")
    else:
        [text] = talk.say(say(text="This one:", image=kit.image))
        assert text.text.split("\n\n") == ["This one:", kit.image]
    pieces = _until_all(talk, say(sentences=120))
    assert (len(pieces) > 1) == kit.splits
    assert " ".join(piece.text for piece in pieces).replace("\\", "") == LONG
    assert all(piece.text.endswith(".") for piece in pieces)
    assert [each.text for each in talk.say("I want to talk to a person")] == ["A person will write to you here."]


def _until_all(talk: Talk, text: str) -> list[Shown]:
    pieces = talk.say(text)
    while not pieces[-1].text.endswith(LONG[-60:]):
        pieces += talk.next()
    return pieces
