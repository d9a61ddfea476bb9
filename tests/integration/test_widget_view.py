"""What the customer sees: the answer, however long the question and small the window; files; what is asked before anything is lost."""

import io
import json
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from bench.web.widget_access import BESIDE, BUTTONS, PASSAGE
from tests.support.chat import Chat
from tests.support.chat_page import ANSWER_MS, answers, ask, problems_of
from tests.support.host_site import HostSite
from tests.support.scripted_replies import say

LONG = "say a long answer to a long question. " + "It goes on for many lines. " * 40
# Whether the beginning of the newest answer is in the part of the log that can be seen.
BEGINNING_IS_SEEN = """() => {
  const root = document.querySelector('heed-chat').shadowRoot;
  const box = root.querySelector('.scroll').getBoundingClientRect();
  const answer = [...root.querySelectorAll('[data-from=assistant]')].at(-1).getBoundingClientRect();
  return answer.top >= box.top && answer.top < box.bottom - 20;
}"""


# What a browser says of a tab that another one lies over; headless, it says of all that they are visible.
VISIBILITY = """state => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1_200, "height": 800}, locale="en-GB", reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, url: str) -> Iterator[Page]:
    page = context.new_page()
    problems = problems_of(page)
    page.goto(f"{url}/demo")
    yield page
    assert problems == []


def picture(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()


def elsewhere(page: Page, url: str, text: str) -> None:
    """Something is said in the same conversation on another device, and answered."""
    token = page.evaluate("Object.entries(localStorage).find(([key]) => key.endsWith(':token'))[1]")
    Chat(url, refresh_token=token).say(text)


def test_the_beginning_of_an_answer_is_seen(page: Page, url: str) -> None:
    page.get_by_test_id("launcher").click()
    for question in (LONG, say(sentences=40), "say hello", LONG):
        ask(page, question)
        page.wait_for_function(BEGINNING_IS_SEEN)
    page.locator(".scroll").evaluate("box => { box.scrollTop = 0 }")
    elsewhere(page, url, "say hello from elsewhere")
    expect(page.get_by_test_id("news")).to_have_text("New message", timeout=ANSWER_MS)
    assert page.locator(".scroll").evaluate("box => box.scrollTop") == 0  # who reads something older is left in peace
    page.get_by_test_id("news").click()
    page.wait_for_function(BEGINNING_IS_SEEN)
    expect(page.get_by_test_id("news")).to_be_hidden()
    page.get_by_test_id("close").click()
    elsewhere(page, url, say(sentences=40))
    expect(page.get_by_test_id("badge")).to_have_text("1", timeout=ANSWER_MS)
    page.get_by_test_id("launcher").click()
    page.wait_for_function(BEGINNING_IS_SEEN)


@pytest.mark.parametrize(("width", "height"), [(844, 390), (640, 360), (320, 256)])
def test_in_a_small_window_it_is_alone_and_nothing_is_cut_off(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_test_id("launcher").click()
    panel = page.get_by_test_id("panel")
    assert (panel.get_attribute("aria-modal"), panel.bounding_box()) == ("true", {"x": 0, "y": 0, "width": width, "height": height})
    ask(page, BUTTONS)
    page.get_by_test_id("menu").click()
    assert page.evaluate(BESIDE) == []
    page.get_by_test_id("remove").scroll_into_view_if_needed()
    page.get_by_test_id("finish").click()
    page.get_by_test_id("confirm").click()
    page.get_by_test_id("rating").get_by_role("button", name="Send").scroll_into_view_if_needed()
    assert page.evaluate(BESIDE) == []
    # What is behind can't be reached, and doesn't scroll.
    page.evaluate("document.querySelector('[data-call=open]').focus()")
    assert page.evaluate("document.activeElement.localName") == "heed-chat"
    page.mouse.wheel(0, 500)
    assert page.evaluate("[scrollY, getComputedStyle(document.documentElement).overflow]") == [0, "hidden"]
    page.set_viewport_size({"width": 1_200, "height": 800})  # the window grows: there is room beside the page again
    expect(panel).not_to_have_attribute("aria-modal", "true")
    expect(panel).to_be_visible()
    page.get_by_test_id("close").click()
    assert page.evaluate("document.documentElement.style.overflow") == ""


def test_several_files_go_as_one_message_with_its_words_made_smaller_and_without_a_connection(page: Page, context: BrowserContext) -> None:
    with page.expect_response(re.compile(r"/heed-pictures\.js")) as loaded:  # soon after the panel is there
        page.get_by_test_id("launcher").click()
    loaded.value.finished()
    ask(page, "say hello")
    context.set_offline(True)
    photo: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture(2_600, 2_200)}
    bill: FilePayload = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
    assert len(photo["buffer"]) > 5 * 1024 * 1024
    page.get_by_test_id("picker").set_input_files([photo, bill])
    expect(page.locator("[data-testid=chip]:not(.busy)")).to_have_count(2, timeout=ANSWER_MS)
    page.get_by_test_id("input").fill("say thank you")
    page.get_by_test_id("send").click()
    mine = page.locator("[data-from=customer]").last
    expect(mine.locator("img")).to_be_visible()
    page.wait_for_timeout(300)  # the files are on the disk by then
    context.set_offline(False)
    page.reload()
    expect(answers(page)).to_have_count(2, timeout=ANSWER_MS)
    expect(page.locator("[data-from=customer]")).to_have_count(2)
    expect(mine).to_contain_text("say thank you")
    expect(mine.get_by_test_id("file")).to_have_count(2)
    mine.get_by_test_id("file").first.click()
    image = page.get_by_test_id("lightbox").locator("img")
    expect(image).to_have_js_property("naturalWidth", 2_000, timeout=ANSWER_MS)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)
    expect(page.get_by_test_id("panel")).to_be_visible()
    expect(mine.get_by_test_id("file").first).to_be_focused()


def test_what_needs_a_part_that_cannot_be_loaded_goes_without_it_or_says_so(page: Page, url: str) -> None:
    page.route(re.compile(r"/heed-(pictures|lightbox|mail_form)\.js"), lambda route: route.abort())
    page.goto(f"{url}/demo")
    page.get_by_test_id("launcher").click()
    page.get_by_test_id("picker").set_input_files({"name": "pot.jpg", "mimeType": "image/jpeg", "buffer": picture(40, 40)})
    expect(page.locator("[data-testid=chip]:not(.busy)")).to_have_count(1)
    page.get_by_test_id("emoji").click()
    page.get_by_test_id("emoji-list").get_by_role("button").first.click()
    ask(page, "say a pot")
    mine = page.locator("[data-from=customer]").get_by_test_id("file").last
    expect(mine).to_have_text("pot.jpg")
    with page.expect_download() as saved:  # it can't be shown, so it is kept
        mine.click()
    assert saved.value.suggested_filename == "pot.jpg"
    page.route("**/chat/uploads/**", lambda route: route.abort())
    mine.click()
    expect(page.locator(".bubble").get_by_role("alert")).to_have_text("That did not work. Please try again.")
    page.unroute_all()
    mine.click()
    expect(page.get_by_test_id("lightbox").locator("img")).to_have_js_property("naturalWidth", 40, timeout=ANSWER_MS)
    expect(page.locator(".bubble").get_by_role("alert")).to_have_count(0)


def test_a_refused_file_keeps_its_words_and_says_why_in_the_customers_language(page: Page) -> None:
    page.locator("#locale").select_option("de-DE")
    page.get_by_test_id("launcher").click()
    page.get_by_test_id("picker").set_input_files({"name": "pot.png", "mimeType": "image/png", "buffer": b"MZ no picture"})
    expect(page.locator("[data-testid=chip]:not(.busy)")).to_have_count(1)
    page.get_by_test_id("input").fill("Mein Topf")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("error")).to_have_text(
        "Nicht gesendet. Die Datei lässt sich nicht als Bild (PNG, JPEG, GIF, WebP) oder PDF lesen.", timeout=ANSWER_MS
    )
    expect(page.locator("[data-from=customer]")).to_contain_text("Mein Topf")


def test_nothing_is_thrown_away_without_a_question(page: Page) -> None:
    page.get_by_test_id("launcher").click()
    ask(page, "say one")
    menu, confirmation = page.get_by_test_id("menu"), page.get_by_test_id("confirmation")
    for name in ("fresh", "finish", "remove"):
        menu.click()
        page.get_by_test_id(name).click()
        expect(confirmation.get_by_role("button", name="Cancel")).to_be_focused()
        page.keyboard.press("Escape")
        expect(confirmation).to_be_hidden()
    expect(answers(page)).to_have_count(1)
    menu.click()
    page.get_by_test_id("fresh").click()
    page.get_by_test_id("confirm").click()
    expect(answers(page)).to_have_count(0)
    ask(page, "say two")
    menu.click()
    page.get_by_test_id("past").click()
    page.get_by_test_id("past-list").get_by_role("button", name="say one").click()
    expect(answers(page)).to_contain_text(["one"], timeout=ANSWER_MS)
    menu.click()
    page.get_by_test_id("finish").click()
    page.get_by_test_id("confirm").click()
    page.get_by_test_id("rating").get_by_role("button", name="Cancel").click()
    expect(page.get_by_test_id("message")).to_have_count(0)  # it has ended
    page.route("**/chat/deletion", lambda route: route.fulfill(status=204))
    ask(page, "say three")
    menu.click()
    page.get_by_test_id("remove").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("message")).to_have_count(0)
    menu.click()
    page.get_by_test_id("past").click()
    expect(page.get_by_test_id("past-list").get_by_role("listitem")).to_have_count(2)  # the deleted one isn't among them


def test_a_teaser_a_logo_a_side_emoji_and_the_title(page: Page, site: HostSite, url: str) -> None:
    looks = 'position="left" greeting="Ask away." logo="/logo.png" teaser="Need a hand?" teaser-after="0.2" teaser-on="/, /cart"'
    chat = f'<script type=module src="{url}/heed.js"></script><heed-chat server="{url}" name="Juniper Lane" {looks}></heed-chat>'
    site.pages |= dict.fromkeys(("/", "/about"), f"<!doctype html><meta charset=utf-8><title>A shop</title>{chat}")
    page.goto(f"{site.url}/about")
    page.wait_for_timeout(500)
    expect(page.get_by_test_id("teaser")).to_have_count(0)
    page.goto(f"{site.url}/")
    teaser = page.get_by_test_id("teaser")
    assert (teaser.bounding_box() or {})["x"] < 100
    teaser.get_by_role("button", name="Need a hand?").click()
    expect(page.get_by_test_id("welcome")).to_contain_text("Ask away.")
    expect(page.locator(".top .avatar")).to_have_text("J")  # the logo isn't there
    page.get_by_test_id("emoji").click()
    page.get_by_test_id("emoji-list").get_by_role("button").nth(10).click()
    expect(page.get_by_test_id("input")).to_have_value(re.compile("^.{1,2}$"))
    page.get_by_test_id("input").fill(say(wait_s=0.8, text="here it is"))
    page.get_by_test_id("send").click()
    page.evaluate(VISIBILITY, "hidden")
    page.wait_for_function("document.title === '● New message'")
    page.evaluate(VISIBILITY, "visible")
    page.wait_for_function("document.title === 'A shop'")
    page.reload()
    page.wait_for_timeout(500)
    expect(page.get_by_test_id("teaser")).to_have_count(0)  # once


def test_an_answer_is_copied_and_a_language_that_it_lacks_is_not_claimed(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#locale").select_option("es-ES")
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("spoken")).to_have_text("El asistente responde en: inglés.")
    ask(page, PASSAGE).get_by_test_id("copy").click()
    expect(page.get_by_text("Copiado")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Yes, all our enamel pots")


def test_how_it_was_is_asked_once_when_a_person_had_it(page: Page) -> None:
    """The events are those of a hand-over that has ended; `test_handover.py` has a real one."""
    joined = {"event": "8-0", "owner": "agent", "name": "Mia", "text": "Mia has joined."}
    ended = {"event": "9-0", "owner": "closed", "text": "It was ended.", "rate": True}
    told = [("handover", joined), ("live", {}), ("handover", ended)]
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in told)
    page.route("**/chat/events*", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("rating")).to_be_visible(timeout=ANSWER_MS)
    expect(page.get_by_test_id("input")).to_be_focused()  # what is being written goes on
    page.get_by_test_id("rating").get_by_role("button", name="Cancel").click()
    expect(page.get_by_test_id("rating")).to_be_hidden()
    page.reload()
    expect(page.get_by_test_id("message").last).to_contain_text("It was ended.", timeout=ANSWER_MS)
    expect(page.get_by_test_id("rating")).to_be_hidden()
