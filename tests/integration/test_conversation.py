"""The conversation that a newcomer holds, in a real browser, against a real `heed run`."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.integration.conftest import ROOT, Served
from tests.support.chat_page import ANSWER_MS, answers, ask, newest, problems_of

SCREENSHOTS = ROOT / "build" / "screenshots"


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 1_100}, locale="en-GB")
    page = context.new_page()
    problems = problems_of(page)
    page.goto(served.url)
    yield page
    context.close()
    assert problems == []


def test_a_whole_conversation(page: Page) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    expect(ask(page, "hello there")).to_contain_text(re.compile("help", re.IGNORECASE))
    expect(ask(page, "How long do I have to wait for my refund?")).to_contain_text("5 working days")

    passage = ask(page, "Can I use the enamel pot on an induction hob?")
    expect(passage).to_contain_text(re.compile("induction", re.IGNORECASE))
    expect(passage.get_by_test_id("sources")).to_contain_text(re.compile(r"From a conversation of \w+ 20\d\d"))
    page.screenshot(path=SCREENSHOTS / "passage.png")

    unclear = ask(page, "it's about my order")
    buttons = unclear.get_by_test_id("buttons").get_by_role("button")
    assert buttons.count() >= 2
    page.screenshot(path=SCREENSHOTS / "clarify.png")
    before = answers(page).count()
    chosen = next(button for button in buttons.all() if "where" not in button.inner_text().lower())  # that one begins a form
    title = chosen.inner_text()
    chosen.click()
    assert newest(page, before).inner_text().strip()
    expect(page.locator("[data-testid=message][data-from=customer]").last).to_contain_text(title)

    unrelated = ask(page, "Who won the world cup in 1998?")
    expect(unrelated).to_contain_text(re.compile("person", re.IGNORECASE))
    expect(unrelated.get_by_test_id("buttons").get_by_role("button").first).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "conversation.png")


def test_a_reload_keeps_the_conversation(page: Page) -> None:
    ask(page, "hello there")
    said = page.get_by_test_id("message").all_inner_texts()
    page.reload()
    expect(page.get_by_test_id("message")).to_have_count(len(said))
    ask(page, "thank you")


def test_what_a_customer_types_is_never_markup(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)> <b>hello</b>")
    assert page.locator("[data-testid=message] img").count() == 0
    expect(page.locator("[data-testid=message][data-from=customer]").last).to_contain_text("<b>hello</b>")


def test_a_lost_server_is_said_and_nothing_is_lost(page: Page) -> None:
    ask(page, "hello there")
    page.route("**/chat/messages", lambda route: route.abort())
    page.get_by_test_id("input").fill("thank you")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("delivery").last).to_have_text("Waiting to be sent", timeout=ANSWER_MS)
    expect(page.get_by_test_id("notice")).to_contain_text("No connection", timeout=ANSWER_MS)
    page.unroute("**/chat/messages")
    with suppress(TimeoutError):  # by then it may have been sent by itself
        page.get_by_role("button", name="Try now").click(timeout=3_000)
    newest(page, 1)
