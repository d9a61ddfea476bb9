"""Customers' texts and file names that would be scripts, on the desk's page in a real browser: none may run, none be an element."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Dialog, Page, sync_playwright

from bench.desk.place import Place
from bench.results import Result
from tests.support.chat import Chat
from tests.support.chromium import ARGUMENTS, found
from tests.support.desk_client import PASSWORD, DeskClient

PAYLOADS = Path("bench/web/xss.txt")
PDF = b"%PDF-1.7 %%EOF"
# Of a conversation, so many have a file of that name, too.
NAMED = 15
TEST = "customers' texts and names as scripts, on the desk's page"
WATCH = """
window.ran = 0; window.stopped = 0;
for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { window.ran += 1 };
document.addEventListener('securitypolicyviolation', () => { window.stopped += 1 });
"""
ELEMENTS = (
    "script:not([src='/desk/desk.js']), iframe, object, embed, [onerror], [onload], [onclick], [style*=expression], a[href^=javascript]"
)


def scripts(place: Place) -> Iterator[Result]:
    """Has a customer say all of them, and an agent read them, and say them."""
    payloads = PAYLOADS.read_text(encoding="utf-8").splitlines()
    chat = Chat(place.server.url)
    chat.say(f"where is my order {payloads[0]}")
    chat.say("a person please")
    for number, payload in enumerate(payloads):
        chat.say(payload, wait_s=0)
        if number < NAMED:
            upload = chat.upload(f"{payload}.pdf".replace('"', "'"), PDF)
            chat.say(wait_s=0, upload=upload.body["upload"])
    mia = DeskClient(place.server.url, "mia")
    mia.act(chat.conversation, "take")
    mia.put("canned", {"canned": [{"name": f"p{number}", "text": payload} for number, payload in enumerate(payloads)]})
    for payload in payloads[:20]:
        mia.act(chat.conversation, "note", text=payload)
        mia.act(chat.conversation, "say", text=payload)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=ARGUMENTS)
        page = browser.new_page()
        page.add_init_script(WATCH)
        dialogs: list[str] = []

        def dismiss(dialog: Dialog) -> None:
            dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismiss)
        _open(page, place.server.url, chat.conversation)
        shown = page.get_by_test_id("message").count()
        ran = int(page.evaluate("window.ran")) + len(dialogs)
        stopped, elements = int(page.evaluate("window.stopped")), page.locator(ELEMENTS).count()
        browser.close()
    yield Result(TEST, "messages shown", shown, goal=f"≥ {len(payloads)}", holds=shown >= len(payloads))
    yield Result(TEST, "scripts that ran", ran, goal="0", holds=not ran)
    yield Result(TEST, "scripts that the policy had to stop", stopped, goal="0", holds=not stopped)
    yield Result(TEST, "elements made of them", elements, goal="0", holds=not elements)


def _open(page: Page, url: str, conversation: str) -> None:
    page.goto(f"{url}/desk")
    page.get_by_test_id("agent").fill("mia")
    page.get_by_test_id("password").fill(PASSWORD)
    page.get_by_test_id("sign-in").click()
    page.get_by_test_id("tab-all").click()
    page.locator(f"[data-testid=case][data-id='{conversation}']").first.click()
    page.get_by_test_id("message").last.wait_for()
    page.wait_for_timeout(1_500)
