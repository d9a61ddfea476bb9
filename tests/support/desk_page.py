"""The desk in a browser, as an agent uses it."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.support.chat_page import ANSWER_MS
from tests.support.desk_client import PASSWORD

AXE = Path("bot/ui/node_modules/axe-core/axe.min.js")


def sign_in(page: Page, url: str, agent: str) -> None:
    """Opens the desk and signs in."""
    page.goto(f"{url}/desk")
    page.get_by_test_id("agent").fill(agent)
    page.get_by_test_id("password").fill(PASSWORD)
    page.get_by_test_id("sign-in").click()
    expect(page.get_by_test_id("tab-waiting")).to_be_visible(timeout=ANSWER_MS)


def case(page: Page, conversation: str) -> Locator:
    """A conversation's line in the list."""
    return page.locator(f"[data-testid=case][data-id='{conversation}']")


def open_case(page: Page, conversation: str, tab: str = "all") -> None:
    """Opens a conversation from the list."""
    page.get_by_test_id(f"tab-{tab}").click()
    case(page, conversation).click(timeout=ANSWER_MS)
    expect(page.get_by_test_id("composer")).to_be_visible(timeout=ANSWER_MS)


def messages(page: Page, of: str) -> Locator:
    """What was said by `customer`, `assistant`, `agent`, or noted (`note`), or told (`system`)."""
    return page.locator(f"[data-testid=message][data-from={of}]")


def answer(page: Page, text: str) -> None:
    """Writes and sends an answer."""
    page.get_by_test_id("field").fill(text)
    page.get_by_test_id("send").click()


def confirm(page: Page, what: str) -> None:
    """Does what is asked about first: `back` or `close`."""
    page.get_by_test_id(what).click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("back")).to_be_hidden(timeout=ANSWER_MS)  # it isn't the agent's any more


def violations(page: Page) -> list[str]:
    """What axe-core finds."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found["violations"] for node in rule["nodes"]]
