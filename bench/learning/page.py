"""The review page in a real browser: decisions by keyboard alone, each kind undone, two people at once, and what axe-core finds."""

from __future__ import annotations

import asyncio
import datetime
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from playwright.async_api import Page, async_playwright

from bench.results import Result
from bot.retraining.review.page import application
from bot.retraining.review.requests import Requests
from bot.retraining.review.shadow import Shadow
from bot.reviews.log import read_decisions, standing
from bot.reviews.records import Answer, Asked, NewIntent, Said, Suggestion, Unsure, id_of
from bot.workspace import Workspace
from tests.support.chromium import ARGUMENTS, found

AXE = Path("bot/ui/node_modules/axe-core/axe.min.js")
TOKEN = "bench"
# What is pressed for one decision of each kind, and what it makes of the suggestion.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def suggestions(count: int) -> list[Suggestion]:
    """Made-up suggestions: a third proposed intents, a third single questions, a third answers."""
    return [_suggestion(number) for number in range(count)]


def _suggestion(number: int) -> Suggestion:
    name = "".join(LETTERS[int(digit)] for digit in str(number))
    questions = tuple(
        Asked(f"question {name} {word}", "en", (f"d{name}{word}",), datetime.date(2026, 3, 1)) for word in "one two six".split()
    )
    if number % 3 == 0:
        said = (Said(f"Answer to {name}.", 2, None, (f"d{name}one",)),)
        months = {"2026-02": 1, "2026-03": 3}
        conflicts = (("payment", 0.4),)
        return NewIntent(id_of("intent", [name]), f"topic_{name}", (name,), questions, (0, 0, 1), {"en": 3}, months, said, conflicts)
    if number % 3 == 1:
        return Unsure(id_of("unsure", [name]), questions[0], (("payment", 0.5), ("delivery", 0.4)))
    return Answer(
        id_of("answer", [name]), "en", Said(f"We say {name}.", 3), questions[:2], (Said(f"We said {name}.", 1, None, (), "other"),)
    )


@asynccontextmanager
async def served(place: Workspace, made: list[Suggestion]) -> AsyncIterator[str]:
    """The page at a free port; its address with the token."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    runner = web.AppRunner(application(Requests(made, place, Shadow(place)), TOKEN, port), access_log=None)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        yield f"http://127.0.0.1:{port}/#{TOKEN}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def opened(addresses: list[str], width: int = 1280) -> AsyncIterator[list[Page]]:
    """A browser window for each address, each with storage of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found(), args=ARGUMENTS)
        try:
            pages = []
            for number, address in enumerate(addresses):
                context = await browser.new_context(viewport={"width": width, "height": 900})
                page = await context.new_page()
                await page.goto(address)
                await page.fill("#who", f"person {number}")
                await page.locator("#who").blur()
                await page.wait_for_selector("#card h2")
                pages.append(page)
            yield pages
        finally:
            await browser.close()


async def by_keyboard(place: Workspace, made: list[Suggestion]) -> float:
    """Decides on everything by keys, each third one in another way; returns the seconds that it took."""
    async with served(place, made) as address, opened([address]) as (page,):
        started = time.perf_counter()
        for number in range(len(made)):
            await press(page, number)
        await page.wait_for_selector("#card h2:has-text('Nothing is left')", timeout=60_000)
        return time.perf_counter() - started


async def press(page: Page, number: int) -> None:
    """One decision, and waits until it is made."""
    before = await page.locator("#card h2").inner_text()
    kind = await page.locator("#card .kind").inner_text()
    if kind == "New intent" and number % 2:
        await page.keyboard.press("n")
        await page.keyboard.press("Enter")
    elif kind == "Which intent?":
        await page.keyboard.press("12"[number % 2])
    else:
        await page.keyboard.press("x" if number % 5 == 0 else "a")
    await page.wait_for_function("before => document.querySelector('#card h2').textContent !== before", arg=before)


async def violations(place: Workspace, made: list[Suggestion]) -> int:
    """What axe-core finds on the page, on a wide screen and on a phone, with and without its dialogues."""
    count = 0
    for width in (1280, 390):
        async with served(place, made) as address, opened([address], width) as (page,):
            await page.evaluate(AXE.read_text(encoding="utf-8"))
            for key in ("", "l", "Escape", "e"):
                if key:
                    await page.keyboard.press(key)
                result = await page.evaluate("axe.run()")
                count += len(result["violations"])
                for each in result["violations"]:
                    print(width, key, each["id"], [node["html"][:100] for node in each["nodes"]][:3])
    return count


async def undone(place: Workspace, made: list[Suggestion]) -> int:
    """Decides in each way, and undoes it by key; returns how many were undone and left nothing behind."""
    count = 0
    async with served(place, made) as address, opened([address]) as (page,):
        for keys in (["a"], ["x"], ["n", "Enter"], ["1"], ["s"], ["m", "Enter"], ["l", "Enter"]):
            before = await page.locator("#list").inner_text()
            for key in keys:
                await page.keyboard.press(key)
            await page.wait_for_function("before => document.querySelector('#list').innerText !== before", arg=before)
            await page.keyboard.press("u")
            await page.wait_for_function("before => document.querySelector('#list').innerText === before", arg=before)
            count += not standing(read_decisions(place))
    return count


async def two_at_once(place: Workspace, made: list[Suggestion]) -> int:
    """Two people accept everything side by side; returns how many suggestions nobody's decision is kept of."""
    async with served(place, made) as address, opened([address, address]) as pages:

        async def all_of(page: Page) -> None:
            while "Nothing is left" not in await page.locator("#card h2").inner_text():
                await page.keyboard.press("a")
                await page.wait_for_timeout(30)

        await asyncio.wait_for(asyncio.gather(*map(all_of, pages)), 300)
    settled = {name for decision in standing(read_decisions(place)) for name in decision.suggestions}
    return len({each.id for each in made} - settled)


def page_results(count: int = 300) -> Iterator[Result]:
    """What the page holds of what it promises."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = asyncio.run(by_keyboard(new_place(Path(folder) / "keys"), suggestions(count)))
        decided = len(read_decisions(Workspace(Path(folder) / "keys")))
        yield Result(f"review page, {count} suggestions", "decided by keyboard alone", decided, "", f"{count}", decided == count)
        yield Result(f"review page, {count} suggestions", "time a decision", 1_000 * seconds / count, "ms")
        few = suggestions(12)
        wrong = asyncio.run(violations(new_place(Path(folder) / "axe"), few))
        yield Result("review page", "axe-core violations", wrong, "", "0", wrong == 0)
        back = asyncio.run(undone(new_place(Path(folder) / "undo"), few))
        yield Result("review page, 7 kinds of decision", "undone", back, "", "7", back == 7)
        lost = asyncio.run(two_at_once(new_place(Path(folder) / "two"), suggestions(60)))
        yield Result("review page, two people at once", "decisions lost", lost, "", "0", lost == 0)


def new_place(folder: Path) -> Workspace:
    """A workspace of a shop with two intents."""
    place = Workspace(folder)
    (place.data / "nlu").mkdir(parents=True)
    place.domain.mkdir()
    domain = "intents: [payment, delivery]\nresponses: {utter_hand_over: [{text: A colleague will answer.}]}\n"
    (place.domain / "domain.yml").write_text(domain, encoding="utf-8")
    return place
