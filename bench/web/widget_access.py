"""axe-core (https://github.com/dequelabs/axe-core) over all that the widget can look like. It comes with `npm ci` in bot/ui."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from playwright.async_api import FilePayload, Page

from bench.results import Result
from bench.web.widget_page import ChatPage, Place
from bench.web.widget_safety import PNG
from data.errors import SettingsError
from tests.support.scripted_replies import say

AXE = Path("bot/ui/node_modules/axe-core/axe.min.js")
SCREENSHOTS = Path("build/screenshots")
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
POT: FilePayload = {"name": "a pot.png", "mimeType": "image/png", "buffer": PNG}
BILL: FilePayload = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
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

# Buttons that lie beside the window, with nothing around them that scrolls.
BESIDE = """() => {
  const found = [];
  const scrolls = (node) => {
    if (!node || node.nodeType !== 1) return false;
    const { overflowX, overflowY } = getComputedStyle(node);
    return /auto|scroll/.test(overflowX + overflowY) || scrolls(node.parentElement);
  };
  for (const node of document.querySelector('heed-chat').shadowRoot.querySelectorAll('.panel button, .panel textarea')) {
    const box = node.getBoundingClientRect();
    if (!box.width || scrolls(node)) continue;
    const inside = box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
    if (!inside) found.push('beside the window: ' + node.outerHTML.slice(0, 80));
  }
  return found;
}"""

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
    await chat.page.get_by_test_id("confirm").click()
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


async def _confirmation(chat: ChatPage) -> None:
    await _menu(chat)
    await chat.page.get_by_test_id("remove").click()


async def _past(chat: ChatPage) -> None:
    await _menu(chat)
    await chat.page.get_by_test_id("fresh").click()
    await chat.page.get_by_test_id("confirm").click()
    await chat.page.get_by_test_id("menu").click()
    await chat.page.get_by_test_id("past").click()


async def _attached(chat: ChatPage) -> None:
    await chat.page.get_by_test_id("picker").set_input_files([POT, BILL])
    await chat.page.get_by_test_id("emoji").click()
    await chat.page.get_by_test_id("emoji-list").wait_for()


async def _file(chat: ChatPage) -> None:
    await chat.page.get_by_test_id("picker").set_input_files(POT)
    await chat.page.locator("[data-testid=chip]:not(.busy)").wait_for()
    await chat.ask(PASSAGE)
    await chat.page.get_by_test_id("file").click()
    await chat.page.get_by_test_id("lightbox").wait_for()


async def _news(chat: ChatPage) -> None:
    await chat.ask(say(sentences=40))
    await chat.page.locator(".scroll").evaluate("box => { box.scrollTop = 0 }")
    await asyncio.to_thread(chat.say_elsewhere, await chat.token(), "say hello")
    await chat.page.get_by_test_id("news").wait_for()


async def _blocked(chat: ChatPage) -> None:
    refusal = {"error": {"code": "forbidden_origin", "message": "this site may not use the chat"}}
    await chat.page.route("**/chat/sessions", lambda route: route.fulfill(status=403, json=refusal))
    await chat.page.evaluate("localStorage.clear()")
    await chat.page.reload()
    await chat.page.get_by_test_id("notice").get_by_role("paragraph").wait_for()


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
    "confirmation": _confirmation,
    "past": _past,
    "attached": _attached,
    "file": _file,
    "news": _news,
    "blocked": _blocked,
}
# How it may look: the browser's settings, and the page.
LOOKS: dict[str, tuple[dict[str, Any], str]] = {
    "light": ({"locale": "en-GB"}, "/demo"),
    "dark": ({"locale": "en-GB", "color_scheme": "dark"}, "/demo"),
    "mobile": ({"locale": "en-GB", "viewport": {"width": 390, "height": 800}, "has_touch": True}, "/demo"),
    "landscape": ({"locale": "en-GB", "viewport": {"width": 844, "height": 390}, "has_touch": True}, "/demo"),
    "zoomed": ({"locale": "en-GB", "viewport": {"width": 320, "height": 256}}, "/demo"),  # 1280 by 1024 at 400 % (WCAG 1.4.10)
    "page": ({"locale": "en-GB", "viewport": {"width": 900, "height": 1_000}}, "/"),
    "arabic": ({"locale": "ar-EG"}, "/"),
}
# Beside all states in the light look.
SHORT = [("arabic", state) for state in ("conversation", "menu", "attached", "past")]


async def accessible(place: Place) -> list[Result]:
    """Violations in all states and looks; a screenshot of each is left in build/screenshots."""
    if not AXE.is_file():
        raise SettingsError(f"axe-core is not there ({AXE}); run `npm ci` in bot/ui")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    tried = [(look, state) for look in LOOKS for state in STATES if not place.short or look == "light" or (look, state) in SHORT]
    found = [problem for look, state in tried for problem in await _violations(place, look, *LOOKS[look], state)]
    for problem in found:
        print(problem)
    return [Result(f"axe-core, {len(tried)} states", "violations", len(found), goal="0", holds=not found)]


async def _violations(place: Place, look: str, settings: dict[str, Any], path: str, state: str) -> list[str]:
    async with place.profile(reduced_motion="reduce", **settings) as context:
        page = await context.new_page()
        await page.goto(place.url + path)
        if path == "/demo":
            await page.get_by_test_id("launcher").click()
        await STATES[state](ChatPage(page, place.url))
        await page.wait_for_timeout(200)
        # Nothing is cut off: what doesn't fit can be scrolled to.
        beside = await page.evaluate(BESIDE)
        await page.screenshot(path=SCREENSHOTS / f"{look}-{state}.png")
        return [f"{look} {state}: {problem}" for problem in await _axe(page) + beside]


async def _axe(page: Page) -> list[str]:
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run()")
    return [f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found["violations"] for node in rule["nodes"]]
