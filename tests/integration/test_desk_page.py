"""The desk's page in a real browser, against a real server: two agents, and customers who are handed over."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.web.widget_safety import PNG
from tests.support.agents import add_agents
from tests.support.chat import Chat, ask
from tests.support.chat_page import ANSWER_MS, problems_of
from tests.support.desk_client import PASSWORD
from tests.support.desk_page import AXE, answer, case, confirm, messages, open_case, sign_in, violations
from tests.support.rasa_process import RasaProcess

HOSTILE = "<img src=x onerror=alert(1)> **a** [shop](https://evil.example) my order"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"locale": "en-GB"},
    "dark": {"locale": "de-DE", "color_scheme": "dark"},
    "phone": {"locale": "es-ES", "viewport": {"width": 390, "height": 800}, "has_touch": True},
    "arabic": {"locale": "ar-EG"},
}
Desk = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def agents(staffed: RasaProcess) -> None:
    add_agents(staffed.redis_url, {"mia": "lead", "noah": "agent"})


@pytest.fixture
def url(staffed: RasaProcess) -> str:
    return staffed.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def desk(browser: Browser, url: str) -> Iterator[Desk]:
    """Opens the desk in a browser of its own, signed in."""
    contexts, problems = [], []

    def opened(agent: str, **look: Any) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 1_440, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce", **look}
        )
        contexts.append(context)
        page = context.new_page()
        problems.append(problems_of(page))
        sign_in(page, url, agent)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [problem for each in problems for problem in each] == []


def waits(url: str, *said: str, locale: str = "en-GB") -> Chat:
    """A customer who said something and waits for a person."""
    chat = Chat(url, locale=locale)
    for text in (*said, "a person please"):
        chat.say(text)
    return chat


def test_two_agents_answer_three_customers(desk: Desk, url: str) -> None:
    order, refund, hostile = waits(url, "where is my order"), waits(url, "my money", locale="de"), waits(url, HOSTILE)
    mia, noah = desk("mia"), desk("noah")
    for page in (mia, noah):
        expect(page.get_by_test_id("case")).to_have_count(3, timeout=ANSWER_MS)
    expect(case(mia, order.conversation)).to_contain_text("where is my order")

    # Mia takes one by keys, changes a suggestion, attaches a picture, and sends.
    open_case(mia, order.conversation, "waiting")
    expect(mia.get_by_test_id("suggestion")).to_have_count(1, timeout=ANSWER_MS)
    open_case(noah, order.conversation, "waiting")
    expect(noah.get_by_test_id("warning")).to_contain_text("Mia is looking at this", timeout=ANSWER_MS)
    mia.get_by_test_id("log").focus()
    mia.keyboard.press("t")
    expect(mia.get_by_test_id("owner")).to_contain_text("With you", timeout=ANSWER_MS)
    expect(mia.get_by_test_id("field")).to_be_focused()
    mia.keyboard.press("1")
    expect(mia.get_by_test_id("field")).to_have_value("It is on its way.")
    mia.keyboard.type(" Today!")
    expect(noah.get_by_test_id("warning")).to_contain_text("Mia is writing", timeout=ANSWER_MS)
    mia.get_by_test_id("picker").set_input_files({"name": "map.png", "mimeType": "image/png", "buffer": PNG})
    expect(mia.get_by_test_id("files")).to_have_text("map.png", timeout=ANSWER_MS)
    mia.keyboard.press("Enter")
    expect(messages(mia, "agent")).to_contain_text("It is on its way. Today!", timeout=ANSWER_MS)
    expect(mia.get_by_test_id("file").locator("img")).to_have_js_property("naturalWidth", 1, timeout=ANSWER_MS)
    expect(messages(noah, "agent")).to_have_count(1, timeout=ANSWER_MS)
    expect(mia.locator("[data-pending]")).to_have_count(0)
    expect(noah.get_by_test_id("kind-say")).to_be_disabled()

    # What the customer writes is there at once, and so is that they write.
    order.post("typing", {})
    expect(mia.get_by_text("The customer is typing")).to_be_attached(timeout=ANSWER_MS)
    order.say("thank you", wait_s=0)
    expect(messages(mia, "customer").last).to_contain_text("thank you", timeout=ANSWER_MS)

    # Noah answers another without taking it first, and notes something that the customer never sees.
    open_case(noah, refund.conversation)
    answer(noah, "Hello, this is Noah.")
    expect(noah.get_by_test_id("owner")).to_contain_text("With you", timeout=ANSWER_MS)
    noah.get_by_test_id("kind-note").click()
    answer(noah, "Asked the bank.")
    expect(messages(noah, "note")).to_contain_text("Asked the bank.", timeout=ANSWER_MS)
    expect(noah.get_by_test_id("kind-say")).to_have_attribute("aria-pressed", "true")

    # Mia's goes to Noah; both are closed or handed back.
    mia.get_by_test_id("transfer").click()
    mia.get_by_test_id("to").filter(has_text="Noah").click()
    expect(mia.get_by_test_id("owner")).to_contain_text("With Noah", timeout=ANSWER_MS)
    expect(noah.get_by_test_id("tab-mine")).to_contain_text("2", timeout=ANSWER_MS)
    confirm(noah, "back")
    expect(noah.get_by_test_id("owner")).to_contain_text("With the assistant", timeout=ANSWER_MS)
    open_case(noah, order.conversation, "mine")
    confirm(noah, "close")
    expect(noah.get_by_test_id("owner")).to_contain_text("Closed", timeout=ANSWER_MS)
    expect(mia.get_by_test_id("case")).to_have_count(1, timeout=ANSWER_MS)

    # What a customer writes is text.
    open_case(mia, hostile.conversation)
    expect(messages(mia, "customer").first).to_contain_text(HOSTILE)
    expect(messages(mia, "customer").locator("img, strong")).to_have_count(0)
    expect(messages(mia, "customer").locator("a")).to_have_attribute("href", "https://evil.example/")  # where it says that it leads

    # It is found again.
    mia.get_by_test_id("search").fill("today")
    expect(case(mia, order.conversation)).to_be_visible(timeout=ANSWER_MS)
    assert "Asked the bank." not in str(refund.events())
    assert [event["text"] for event in refund.events() if event.get("from") == "agent"] == ["Hello, this is Noah."]
    said = [event.get("text") for event in order.events() if event.get("from") == "agent"]
    assert said.count("It is on its way. Today!") == 1


def test_an_answer_survives_a_lost_connection_and_a_reload(desk: Desk, url: str) -> None:
    chat = waits(url, "where is my order")
    mia = desk("mia")
    open_case(mia, chat.conversation, "waiting")
    mia.get_by_test_id("take").click()
    expect(mia.get_by_test_id("owner")).to_contain_text("With you", timeout=ANSWER_MS)
    lost: list[bool] = []

    def once(route: Any) -> None:  # the server has it, but its answer is lost on the way
        route.fetch() if not lost else None
        lost.append(True)
        route.abort() if len(lost) == 1 else route.continue_()

    mia.route("**/say", once)
    answer(mia, "Said once.")
    expect(mia.get_by_test_id("offline")).to_contain_text("No connection", timeout=ANSWER_MS)
    expect(mia.get_by_test_id("offline")).to_be_empty(timeout=ANSWER_MS)
    mia.unroute("**/say")
    assert [event["text"] for event in chat.events() if event.get("from") == "agent"] == ["Said once."]
    mia.get_by_test_id("field").fill("A draft")
    mia.reload()
    expect(mia.get_by_test_id("field")).to_have_value("A draft", timeout=ANSWER_MS)
    expect(messages(mia, "agent")).to_have_count(1)
    confirm(mia, "close")


def test_who_is_signed_out_elsewhere_goes_on_after_signing_in(desk: Desk, url: str) -> None:
    mia = desk("mia")
    mia.context.clear_cookies()
    mia.get_by_test_id("place-numbers").click()
    expect(mia.get_by_test_id("agent")).to_be_visible(timeout=ANSWER_MS)
    mia.get_by_test_id("agent").fill("mia")
    mia.get_by_test_id("password").fill("wrong password")
    mia.get_by_test_id("sign-in").click()
    expect(mia.get_by_test_id("sign-in-problem")).to_contain_text("wrong", timeout=ANSWER_MS)
    mia.get_by_test_id("password").fill(PASSWORD)
    mia.get_by_test_id("sign-in").click()
    expect(mia.get_by_test_id("tab-waiting")).to_be_visible(timeout=ANSWER_MS)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_core_finds_nothing(desk: Desk, url: str, look: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there (`npm ci` in bot/ui, which .ci/run does where npm is)")
    chat = waits(url, "where is my order")
    page = desk("mia", **LOOKS[look])
    case(page, chat.conversation).wait_for(timeout=ANSWER_MS)
    found = violations(page)
    open_case(page, chat.conversation, "waiting")
    answer(page, "Hello! See https://example.com/help")
    expect(page.get_by_test_id("take")).to_be_hidden(timeout=ANSWER_MS)
    page.get_by_test_id("kind-note").click()
    answer(page, "A note.")
    expect(messages(page, "note")).to_have_count(1, timeout=ANSWER_MS)
    found += violations(page)
    page.get_by_test_id("transfer").click()
    found += violations(page)
    page.keyboard.press("Escape")
    confirm(page, "close")
    direction = page.evaluate("getComputedStyle(document.querySelector('.desk')).direction")
    assert (found, direction) == ([], "rtl" if look == "arabic" else "ltr")


def test_the_page_and_its_files_are_the_built_ones(url: str) -> None:
    page = ask(f"{url}/desk")
    assert page.status == 200
    assert not re.search(r"<script(?! type=\"module\" src=)|<style| style=", page.body)
    for name, kind in (("desk.js", "javascript"), ("desk.css", "css")):
        part = ask(f"{url}/desk/{name}")
        assert (part.status, kind in str(part.headers)) == (200, True)
