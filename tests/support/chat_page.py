"""The chat on a page, as a customer uses it."""

from playwright.sync_api import Locator, Page, expect

ANSWER_MS = 20_000


def answers(page: Page) -> Locator:
    return page.locator("[data-testid=message][data-from=assistant]")


def ask(page: Page, text: str) -> Locator:
    """Types a message, sends it, and waits for the answer."""
    before = answers(page).count()
    page.get_by_test_id("input").fill(text)
    page.get_by_test_id("send").click()
    return newest(page, before)


def newest(page: Page, before: int) -> Locator:
    """Waits for the answer that comes after so many."""
    expect(answers(page)).to_have_count(before + 1, timeout=ANSWER_MS)
    return answers(page).nth(before)


def problems_of(page: Page) -> list[str]:
    """What goes wrong in a page's scripts, as it happens."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    # Of a request that fails Chromium itself makes a note; some tests mean it to fail.
    own = "Failed to load resource"
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" and own not in message.text else None)
    return problems
