"""Nothing is lost or doubled: scripted conversations, each disturbed in the middle."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from playwright.async_api import BrowserContext

from bench.results import Result
from bench.web.widget_page import ChatPage, Place
from tests.support.scripted_replies import SAY, say, scripted

CONVERSATIONS = 50  # of each of the four kinds
AT_ONCE = 10
# Who only waits can be more at once.
OFFLINE_AT_ONCE = 25
OFFLINE_S = 60.0


@dataclass
class Tally:
    """What is wrong in a conversation, on the page or at the server: messages and answers together."""

    lost: int = 0
    doubled: int = 0
    disordered: int = 0

    def compare(self, expected: list[str], found: list[str]) -> None:
        missing, surplus = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
        self.lost += missing.total()
        self.doubled += surplus.total()
        if not missing and not surplus and expected != found:
            self.disordered += 1


Disturbed = Callable[[BrowserContext, str], Awaitable[Tally]]


async def reloaded(place: Place) -> list[Result]:
    """The page is loaded again while messages are under way."""
    return await _all(place, "reloaded while a message is under way", lambda context, name: _reloaded(context, place, name))


async def two_tabs(place: Place) -> list[Result]:
    """Two tabs open at once, and both are written in."""
    return await _all(place, "in two tabs at once", lambda context, name: _in_two_tabs(context, place, name))


async def offline(place: Place) -> list[Result]:
    """A minute without a network."""
    seconds = 3.0 if place.short else OFFLINE_S
    kind = f"offline for {seconds:.0f} s"
    return await _all(place, kind, lambda context, name: _offline(context, place, name, seconds), OFFLINE_AT_ONCE)


async def killed(place: Place) -> list[Result]:
    """The server is killed and started again while it makes answers."""
    tallies = [tally for first, count in _batches(place) for tally in await _killed(place, first, count)]
    return _results("server killed and restarted in the middle of an answer", tallies)


async def _all(place: Place, kind: str, disturbed: Disturbed, at_once: int = AT_ONCE) -> list[Result]:
    return _results(kind, [tally for first, count in _batches(place, at_once) for tally in await _batch(place, disturbed, first, count)])


def _batches(place: Place, at_once: int = AT_ONCE) -> list[tuple[int, int]]:
    """The first conversation of each batch, and how many it has."""
    count = 4 if place.short else CONVERSATIONS
    return [(first, min(at_once, count - first)) for first in range(0, count, at_once)]


def _results(kind: str, tallies: list[Tally]) -> list[Result]:
    test = f"{len(tallies)} conversations, {kind}"
    figures = {
        "lost": sum(tally.lost for tally in tallies),
        "doubled": sum(tally.doubled for tally in tallies),
        "out of order": sum(tally.disordered for tally in tallies),
    }
    return [Result(test, metric, value, goal="0", holds=value == 0) for metric, value in figures.items()]


async def _batch(place: Place, disturbed: Disturbed, first: int, count: int) -> list[Tally]:
    return await asyncio.gather(*(_alone(place, disturbed, f"{first + number}") for number in range(count)))


async def _alone(place: Place, disturbed: Disturbed, name: str) -> Tally:
    """In a browser profile of its own."""
    async with place.profile() as context:
        return await disturbed(context, name)


async def _reloaded(context: BrowserContext, place: Place, name: str) -> Tally:
    chat, script = await ChatPage.open(context, place.url), _script(name)
    for number, text in enumerate(script):
        await chat.type(SAY + text)
        if number % 2:
            await chat.page.reload()
            await chat.page.get_by_test_id("input").wait_for()
    return await _tally([chat], script)


async def _in_two_tabs(context: BrowserContext, place: Place, name: str) -> Tally:
    # Both open at once, with nothing stored: they must come to the same conversation.
    tabs = await asyncio.gather(ChatPage.open(context, place.url), ChatPage.open(context, place.url))
    script = _script(name)
    for number, text in enumerate(script):
        await tabs[number % 2].ask(SAY + text)
        await tabs[1 - number % 2].answered(number + 1)
    return await _tally(list(tabs), script)


async def _offline(context: BrowserContext, place: Place, name: str, seconds: float) -> Tally:
    chat, script = await ChatPage.open(context, place.url), _script(name)
    await chat.ask(SAY + script[0])
    await chat.type(SAY + script[1])  # its answer is cut off
    await context.set_offline(True)
    for text in script[2:4]:
        await chat.type(SAY + text)
    await asyncio.sleep(seconds)
    await context.set_offline(False)
    for text in script[4:]:
        await chat.type(SAY + text)
    return await _tally([chat], script)


async def _killed(place: Place, first: int, count: int) -> list[Tally]:
    """Kills the server under several conversations at once, while it makes their answers."""
    async with AsyncExitStack() as stack:
        contexts = [await stack.enter_async_context(place.profile()) for _ in range(count)]
        chats = [await ChatPage.open(context, place.url) for context in contexts]
        scripts = [_script(f"{first + number}") for number in range(count)]
        for chat, script in zip(chats, scripts):
            await chat.ask(SAY + script[0])
        for chat, script in zip(chats, scripts):
            await chat.type(say(wait_s=3, text=script[1]))
            await chat.type(SAY + script[2])
        await asyncio.sleep(1.0)
        place.server.kill()
        for chat, script in zip(chats, scripts):
            await chat.type(SAY + script[3])
        place.server.start()
        await asyncio.to_thread(place.server.wait_until_ready)
        for chat, script in zip(chats, scripts):
            for text in script[4:]:
                await chat.type(SAY + text)
        return [await _tally([chat], script) for chat, script in zip(chats, scripts)]


def _script(name: str) -> list[str]:
    return [f"message {number} of conversation {name}" for number in range(6)]


async def _tally(tabs: list[ChatPage], script: list[str]) -> Tally:
    """Compares what was said and what the assistant had to say with what each tab shows and the server keeps."""
    tally = Tally()
    for chat in tabs:
        await chat.answered(len(script))
    await asyncio.sleep(1.0)  # what is too much may come late
    for chat in tabs:
        tally.compare(script, [_said(text) for text in await chat.shown("customer")])
        tally.compare(script, await chat.shown("assistant"))
    for who, texts in (await tabs[0].kept()).items():
        tally.compare(script, [_said(text) for text in texts] if who == "customer" else texts)
    return tally


def _said(text: str) -> str:
    """What a message asks to be answered."""
    return str(scripted(text)["text"])
