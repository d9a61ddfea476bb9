"""Cross-site scripting: 100 payloads through everything that the widget shows, with the page's Content-Security-Policy switched off,
so that it is the widget that holds, not the policy."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

from bench.results import Result
from bench.web.widget_page import ChatPage, Place
from tests.support.scripted_replies import say

PAYLOADS = Path(__file__).with_name("xss.txt").read_text(encoding="utf-8").splitlines()
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
PER_PAGE = 20
# What a payload calls if it runs. Dialogs are counted as well.
TRAP = "window.ran = 0; for (const name of ['alert', 'prompt', 'confirm', 'print']) window[name] = () => window.ran++;"
# Walks the page and all shadow roots, for what may never be there.
INSPECT = """() => {
  const found = { scripts: 0, handlers: 0, links: 0, sources: 0, checked: 0 };
  const walk = (root) => {
    for (const node of root.querySelectorAll('*')) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (!(root instanceof ShadowRoot)) continue;
      found.checked++;
      if (/^(script|iframe|object|embed|base|meta|link|style|foreignobject|animate|set|use)$/i.test(node.localName)) found.scripts++;
      for (const { name, value } of node.attributes) {
        if (/^on|^srcdoc$|^formaction$|^action$/i.test(name)) found.handlers++;
        if (name === 'style' && !node.matches('#panel, #input')) found.handlers++;  // those two have heights of the widget's own
        if (/^(xlink:)?href$/i.test(name) && !/^(https?:|mailto:|tel:|#)/.test(new URL(value, 'about:blank#').href)
            && !value.startsWith('#')) found.links++;
        if (/^src$/i.test(name) && !/^(https:|http:\\/\\/localhost|data:image\\/(png|jpeg|gif|webp)[;,])/.test(value)) found.sources++;
      }
    }
  };
  walk(document);
  return found;
}"""


async def safe(place: Place) -> list[Result]:
    """What ran, and links and pictures that should not be there."""
    payloads = PAYLOADS[::10] if place.short else PAYLOADS
    ran = wrong = 0
    for first in range(0, len(payloads), PER_PAGE):
        some_ran, some_wrong = await _try(place, payloads[first : first + PER_PAGE])
        ran, wrong = ran + some_ran, wrong + some_wrong
    test = f"{len(payloads)} XSS payloads through text, Markdown, buttons, pictures, links, cards, passages, file names"
    return [
        Result(test, "executed", ran, goal="0", holds=ran == 0),
        Result(test, "javascript: links, handlers, scripts or foreign sources", wrong, goal="0", holds=wrong == 0),
    ]


async def _try(place: Place, payloads: list[str]) -> tuple[int, int]:
    """Shows payloads in a conversation, clicks on what can be clicked; counts what ran, and what is in the page that should not be."""
    dialogs: list[str] = []
    async with place.profile(bypass_csp=True) as context:
        page = await context.new_page()
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        await page.add_init_script(TRAP)
        await page.goto(place.url)
        chat = ChatPage(page, place.url)
        for payload in payloads:
            for message in _messages(payload):
                await chat.ask(message)
            await _upload(page, chat, payload)
        await _click_all(page)
        await page.wait_for_timeout(500)
        found: dict[str, int] = await page.evaluate(INSPECT)
        assert found.pop("checked") > 20 * len(payloads), "the conversation isn't there to be looked at"
        return int(await page.evaluate("window.ran")) + len(dialogs), sum(found.values())


def _messages(payload: str) -> list[str]:
    button: dict[str, Any] = {"title": payload, "payload": "/order"}
    card = {"title": payload, "text": payload, "image": payload, "link": payload}
    everything = say(
        text=f"{payload} [click]({payload}) [{payload}](https://example.com) **{payload}**",
        buttons=[button],
        image=payload,
        custom={"cards": [card]},
        suggestions=[button],
        decision=payload,
    )
    passage = say(
        passage={"text": payload, "sources": [{"dialogue": payload, "date": payload}, {"dialogue": payload, "date": "2025-03-14"}]}
    )
    return [everything, passage, f"say {payload}"]


async def _upload(page: Page, chat: ChatPage, payload: str) -> None:
    await page.get_by_test_id("picker").set_input_files({"name": f"{payload}.png", "mimeType": "image/png", "buffer": PNG})
    await page.locator("[data-testid=chip]:not(.busy), [data-testid=upload-error]:not(:empty)").first.wait_for()
    if await page.get_by_test_id("chip").count():
        before = await chat.answers.count()
        await page.get_by_test_id("send").click()
        await chat.answered(before + 1)


async def _click_all(page: Page) -> None:
    """Opens the sources, and clicks on every link, with the way to other pages barred."""
    await page.context.route(lambda url: "localhost" not in url, lambda route: route.abort())
    for locator in (page.locator("summary"), page.get_by_test_id("message").locator("a")):
        for node in await locator.all():
            await node.dispatch_event("click")
