"""The widget on a page, in a real browser, against a real server with a tiny assistant that says what it is told to."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.web.widget_access import BUTTONS, CARDS, PASSAGE
from bench.web.widget_safety import PNG
from tests.support.chat_page import ANSWER_MS, answers, ask, problems_of
from tests.support.scripted_replies import say


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1_500, "height": 900}, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, url: str) -> Iterator[Page]:
    """The example page, with the widget open."""
    page = context.new_page()
    problems = problems_of(page)
    page.goto(f"{url}/demo")
    page.get_by_test_id("launcher").click()
    yield page
    assert problems == []


def test_keyboard_only(page: Page) -> None:
    field = page.get_by_test_id("input")
    expect(field).to_be_focused()
    page.keyboard.type("say hello")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_text(re.compile("hello"), timeout=ANSWER_MS)
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("panel")).to_be_hidden()
    expect(page.get_by_test_id("launcher")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()


def test_a_message_is_delivered_and_the_answer_is_awaited(page: Page) -> None:
    page.get_by_test_id("input").fill(say(wait_s=1, text="slowly"))
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("delivery")).to_have_text("Delivered", timeout=ANSWER_MS)
    expect(page.get_by_test_id("typing")).to_be_visible()
    expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)
    expect(page.get_by_test_id("typing")).to_have_count(0)


def test_buttons_are_used_once(page: Page) -> None:
    choices = ask(page, BUTTONS).get_by_test_id("buttons").get_by_role("button")
    choices.first.click()
    expect(answers(page)).to_have_count(2, timeout=ANSWER_MS)
    expect(answers(page).last).to_contain_text("It is on its way.")
    expect(page.locator("[data-from=customer]").last).to_contain_text("Where is my order?")
    expect(choices.first).to_be_disabled()


def test_sources_cards_and_suggestions(page: Page) -> None:
    passage = ask(page, PASSAGE)
    expect(passage.get_by_test_id("sources").locator("summary")).to_contain_text("From a conversation of March 2025")
    passage.locator("summary").click()
    expect(passage.get_by_text("14 March 2025: “Yes, all our enamel pots work on induction.")).to_be_visible()
    expect(passage.get_by_text("2 November 2024")).to_be_visible()
    expect(passage).not_to_contain_text("shop-en")
    expect(passage.get_by_role("button", name="Can they go in the oven?")).to_be_visible()
    cards = ask(page, CARDS)
    expect(cards.get_by_test_id("cards").get_by_role("link")).to_have_count(3)
    expect(passage.get_by_role("button", name="Can they go in the oven?")).to_be_hidden()


def test_suggestions_at_the_start_and_a_person_in_the_menu(page: Page) -> None:
    page.get_by_test_id("welcome").get_by_role("button", name="When do I get my money back?").click()
    expect(answers(page)).to_contain_text("5 working days", timeout=ANSWER_MS)
    page.get_by_test_id("menu").click()
    page.get_by_test_id("person").click()
    expect(answers(page)).to_have_count(2, timeout=ANSWER_MS)
    expect(answers(page).last).to_contain_text("A person will write to you here.")


def test_ratings_are_seen_in_all_tabs(page: Page, context: BrowserContext, url: str) -> None:
    ask(page, "say something wrong")
    page.get_by_test_id("down").click()
    page.get_by_test_id("reason").locator("textarea").fill("It is out of date.")
    page.get_by_test_id("reason").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
    other = context.new_page()
    other.goto(url)
    expect(other.get_by_test_id("down")).to_have_attribute("aria-pressed", "true", timeout=ANSWER_MS)
    page.get_by_test_id("menu").click()
    page.get_by_test_id("finish").click()
    page.get_by_test_id("confirm").click()
    rating = page.get_by_test_id("rating")
    expect(rating).to_be_visible()
    rating.get_by_text("Very good").check(force=True)
    rating.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you! Your rating helps")).to_be_visible()


def test_files_are_attached_and_shown_to_their_owner(page: Page) -> None:
    page.get_by_test_id("picker").set_input_files({"name": "my pot.png", "mimeType": "image/png", "buffer": PNG})
    expect(page.get_by_test_id("chip").locator("img")).to_have_js_property("naturalWidth", 1, timeout=ANSWER_MS)
    ask(page, "say thank you")
    image = page.locator("[data-from=customer] [data-testid=file] img")
    expect(image).to_have_js_property("naturalWidth", 1, timeout=ANSWER_MS)
    page.get_by_test_id("picker").set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"hello"})
    expect(page.get_by_test_id("upload-error")).to_contain_text("notes.txt is not a picture")


def test_a_new_answer_counts_as_unread_while_the_panel_is_closed(page: Page) -> None:
    page.get_by_test_id("input").fill(say(wait_s=1.5, text="here it is"))
    page.get_by_test_id("send").click()
    page.get_by_test_id("close").click()
    expect(page.get_by_test_id("badge")).to_have_text("1", timeout=ANSWER_MS)
    expect(page.get_by_test_id("launcher")).to_have_attribute("aria-label", re.compile("1 unread"))
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("badge")).to_be_hidden()


def test_a_refused_message_can_be_sent_again(page: Page, context: BrowserContext) -> None:
    ask(page, "say hello")
    refusal = {"error": {"code": "no", "message": "This can't be sent."}}
    page.route("**/chat/messages", lambda route: route.fulfill(status=400, json=refusal))
    page.get_by_test_id("input").fill("say again")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("error")).to_contain_text("This can't be sent.", timeout=ANSWER_MS)
    page.unroute("**/chat/messages")
    page.get_by_test_id("retry").click()
    expect(answers(page)).to_have_count(2, timeout=ANSWER_MS)
    expect(page.get_by_test_id("error")).to_have_count(0)


def test_the_pages_own_methods_and_events(page: Page) -> None:
    events = page.locator("#events")
    expect(events).to_contain_text("heed-ready")
    expect(events).to_contain_text("heed-open")
    page.get_by_test_id("close").click()
    expect(events).to_contain_text("heed-close")
    page.locator("[data-call=send]").click()
    expect(answers(page)).to_contain_text("It is on its way.", timeout=ANSWER_MS)
    expect(events).to_contain_text('"from":"assistant"')
    page.locator("[data-call=reset]").click()
    expect(page.get_by_test_id("message")).to_have_count(0)
    expect(page.get_by_test_id("welcome").get_by_role("button").first).to_be_visible(timeout=ANSWER_MS)


def test_the_transcript_is_downloaded(page: Page) -> None:
    ask(page, "say hello")
    page.get_by_test_id("menu").click()
    with page.expect_download() as download:
        page.get_by_test_id("transcript").click()
    assert "say hello" in download.value.path().read_text(encoding="utf-8")


def test_arabic_is_written_from_right_to_left(page: Page) -> None:
    page.locator("#locale").select_option("ar-EG")
    expect(page.get_by_test_id("panel")).to_contain_text("مساعد آلي")
    assert page.get_by_test_id("panel").evaluate("panel => getComputedStyle(panel).direction") == "rtl"
