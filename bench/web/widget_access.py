"""axe-core (https://github.com/dequelabs/axe-core) over all that the widget can look like. It comes with `npm ci` in bot/ui."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from bench.results import Result
from bench.web.widget_page import ChatPage, Place
from data.errors import SettingsError
from tests.support.scripted_replies import say

AXE = Path("bot/ui/node_modules/axe-core/axe.min.js")
SCREENSHOTS = Path("build/screenshots")
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
PASSAGE = say(
    passage={
        "text": "Yes, all our enamel pots work on **induction**. Use a plate that fits the base:\n\n- small pot: 16 cm\n- large pot: 22 cm",
        "sources": [{"dialogue": "shop-en-112", "date": "2025-03-14"}, {"dialogue": "shop-en-240", "date": "2024-11-02"}],
    },
    suggestions=[{"title": "Can they go in the oven?", "payload": "/order"}],
)
BUTTONS = say(
    text="What is it about?",
    decision="clarify",
    buttons=[{"title": "Where is my order?", "payload": "/order"}, {"title": "When do I get my money back?", "payload": "/refund"}],
)
CARDS = say(
    text="These are our favourites. See [the care guide](https://example.com/care) or `SALE24`.",
    image=PIXEL,
    custom={
        "cards": [
            {"title": f"Enamel pot {size} cm", "text": "For all hobs", "image": PIXEL, "link": "https://example.com"}
            for size in (16, 22, 28)
        ]
    },
)

State = Callable[[ChatPage], Awaitable[None]]


async def _talk(chat: ChatPage) -> None:
    for message in (PASSAGE, CARDS, BUTTONS):
        await chat.ask(message)


async def _sources(chat: ChatPage) -> None:
    await _talk(chat)
    await chat.page.locator("summary").first.click()


async def _menu(chat: ChatPage) -> None:
    await _talk(chat)
    await chat.page.get_by_test_id("menu").click()


async def _rating(chat: ChatPage) -> None:
    await _menu(chat)
    await chat.page.get_by_test_id("finish").click()
    await chat.page.locator(".stars label").nth(3).click()


async def _reason(chat: ChatPage) -> None:
    await _talk(chat)
    await chat.page.get_by_test_id("down").last.click()


async def _failed(chat: ChatPage) -> None:
    await chat.page.route(
        "**/chat/messages", lambda route: route.fulfill(status=403, json={"error": {"code": "no", "message": "This can't be sent."}})
    )
    await chat.type("hello")
    await chat.page.get_by_test_id("error").wait_for()


async def _offline(chat: ChatPage) -> None:
    await chat.page.context.set_offline(True)
    await chat.type("hello")
    await chat.page.get_by_test_id("notice").get_by_role("button").wait_for()


async def _too_long(chat: ChatPage) -> None:
    await chat.page.get_by_test_id("input").fill("a" * 4_001)


async def _wrong_file(chat: ChatPage) -> None:
    await chat.page.get_by_test_id("picker").set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"hello"})


async def _nothing(chat: ChatPage) -> None:
    await chat.page.get_by_test_id("input").wait_for()


STATES: dict[str, State] = {
    "welcome": _nothing,
    "conversation": _talk,
    "sources": _sources,
    "menu": _menu,
    "rating": _rating,
    "reason": _reason,
    "failed": _failed,
    "offline": _offline,
    "too-long": _too_long,
    "wrong-file": _wrong_file,
}
# How it may look: the browser's settings, and the page.
LOOKS: dict[str, tuple[dict[str, Any], str]] = {
    "light": ({"locale": "en-GB"}, "/demo"),
    "dark": ({"locale": "en-GB", "color_scheme": "dark"}, "/demo"),
    "mobile": ({"locale": "en-GB", "viewport": {"width": 390, "height": 800}, "has_touch": True}, "/demo"),
    "page": ({"locale": "en-GB", "viewport": {"width": 900, "height": 1_000}}, "/"),
    "arabic": ({"locale": "ar-EG"}, "/"),
}


async def accessible(place: Place) -> list[Result]:
    """Violations in all states and looks; a screenshot of each is left in build/screenshots."""
    if not AXE.is_file():
        raise SettingsError(f"axe-core is not there ({AXE}); run `npm ci` in bot/ui")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    looks = {name: LOOKS[name] for name in (("light", "arabic") if place.short else LOOKS)}
    found = [
        problem
        for look, (settings, path) in looks.items()
        for state in STATES
        for problem in await _violations(place, look, settings, path, state)
    ]
    for problem in found:
        print(problem)
    return [Result(f"axe-core, {len(looks) * len(STATES)} states", "violations", len(found), goal="0", holds=not found)]


async def _violations(place: Place, look: str, settings: dict[str, Any], path: str, state: str) -> list[str]:
    async with place.profile(reduced_motion="reduce", **settings) as context:
        page = await context.new_page()
        await page.goto(place.url + path)
        if path == "/demo":
            await page.get_by_test_id("launcher").click()
        await STATES[state](ChatPage(page, place.url))
        await page.wait_for_timeout(200)
        await page.screenshot(path=SCREENSHOTS / f"{look}-{state}.png")
        return [f"{look} {state}: {problem}" for problem in await _axe(page)]


async def _axe(page: Page) -> list[str]:
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run()")
    return [f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found["violations"] for node in rule["nodes"]]
