"""The desk's page in a real browser, against a real server: two agents, and customers who are handed over."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from bench.web.widget_safety import PNG
from tests.support.agents import add_agents
from tests.support.chat import Chat, ask
from tests.support.chat_page import ANSWER_MS, problems_of
from tests.support.desk_client import PASSWORD
from tests.support.desk_page import AXE, answer, case, confirm, messages, open_case, sign_in, violations
from tests.support.messaging.chatwoot import ChatwootKit
from tests.support.messaging.customer import PlatformCustomer
from tests.support.messaging.platform import Platform
from tests.support.messaging.telegram import TelegramKit
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
    add_agents(staffed.redis_url, {"ana": "lead", "ben": "agent"})


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


def test_two_agents_answer_customers_of_three_channels(desk: Desk, url: str, staffed: RasaProcess, messaging: dict[str, Platform]) -> None:
    order = waits(url, "where is my order")
    refund = PlatformCustomer(TelegramKit(), messaging["telegram"], staffed.port, "81001")
    hostile = PlatformCustomer(ChatwootKit(), messaging["chatwoot"], staffed.port, "81002")
    for customer, said in ((refund, "my money"), (hostile, HOSTILE)):
        customer.say(said)
        customer.say("a person please")
    ana, ben = desk("ana"), desk("ben")
    ana.get_by_test_id("tab-waiting").click()
    for conversation in (order.conversation, refund.conversation, hostile.conversation):
        expect(case(ana, conversation)).to_be_visible(timeout=ANSWER_MS)
    expect(case(ana, order.conversation)).to_contain_text("where is my order")

    # Ana takes one by keys, changes a suggestion, attaches a picture, and sends.
    open_case(ana, order.conversation, "waiting")
    expect(ana.get_by_test_id("suggestion")).to_have_count(1, timeout=ANSWER_MS)
    open_case(ben, order.conversation, "waiting")
    expect(ben.get_by_test_id("warning")).to_contain_text("Ana is looking at this", timeout=ANSWER_MS)
    ana.get_by_test_id("log").focus()
    ana.keyboard.press("t")
    expect(ana.get_by_test_id("owner")).to_contain_text("With you", timeout=ANSWER_MS)
    expect(ana.get_by_test_id("field")).to_be_focused()
    ana.keyboard.press("1")
    expect(ana.get_by_test_id("field")).to_have_value("It is on its way.")
    ana.keyboard.type(" Today!")
    expect(ben.get_by_test_id("warning")).to_contain_text("Ana is writing", timeout=ANSWER_MS)
    ana.get_by_test_id("picker").set_input_files({"name": "map.png", "mimeType": "image/png", "buffer": PNG})
    expect(ana.get_by_test_id("files")).to_have_text("map.png", timeout=ANSWER_MS)
    ana.keyboard.press("Enter")
    expect(messages(ana, "agent")).to_contain_text("It is on its way. Today!", timeout=ANSWER_MS)
    expect(ana.get_by_test_id("file").locator("img")).to_have_js_property("naturalWidth", 1, timeout=ANSWER_MS)
    expect(messages(ben, "agent")).to_have_count(1, timeout=ANSWER_MS)
    expect(ana.locator("[data-pending]")).to_have_count(0)
    expect(ben.get_by_test_id("kind-say")).to_be_disabled()

    # What the customer writes is there at once, and so is that they write.
    order.post("typing", {})
    expect(ana.get_by_text("The customer is typing")).to_be_attached(timeout=ANSWER_MS)
    order.say("thank you", wait_s=0)
    expect(messages(ana, "customer").last).to_contain_text("thank you", timeout=ANSWER_MS)

    # Ben answers the one on Telegram without taking it first, sends a picture, and notes something that the customer never sees.
    open_case(ben, refund.conversation)
    answer(ben, "Hello, this is Ben.")
    expect(ben.get_by_test_id("owner")).to_contain_text("With you", timeout=ANSWER_MS)
    ben.get_by_test_id("picker").set_input_files({"name": "bank.png", "mimeType": "image/png", "buffer": PNG})
    expect(ben.get_by_test_id("files")).to_have_text("bank.png", timeout=ANSWER_MS)
    ben.get_by_test_id("send").click()
    expect(ben.get_by_test_id("file").locator("img")).to_have_js_property("naturalWidth", 1, timeout=ANSWER_MS)
    ben.get_by_test_id("kind-note").click()
    answer(ben, "Asked the bank.")
    expect(messages(ben, "note")).to_contain_text("Asked the bank.", timeout=ANSWER_MS)
    expect(ben.get_by_test_id("kind-say")).to_have_attribute("aria-pressed", "true")

    # Ana's goes to Ben; both are closed or handed back.
    ana.get_by_test_id("transfer").click()
    ana.get_by_test_id("to").filter(has_text="Ben").click()
    expect(ana.get_by_test_id("owner")).to_contain_text("With Ben", timeout=ANSWER_MS)
    expect(ben.get_by_test_id("tab-mine")).to_contain_text("2", timeout=ANSWER_MS)
    confirm(ben, "back")
    expect(ben.get_by_test_id("owner")).to_contain_text("With the assistant", timeout=ANSWER_MS)
    refund.say("my money")
    open_case(ben, order.conversation, "mine")
    confirm(ben, "close")
    expect(ben.get_by_test_id("owner")).to_contain_text("Closed", timeout=ANSWER_MS)
    expect(case(ana, order.conversation)).to_have_count(0, timeout=ANSWER_MS)
    expect(case(ana, hostile.conversation)).to_be_visible()

    # What a customer writes is text.
    open_case(ana, hostile.conversation)
    expect(messages(ana, "customer").first).to_contain_text(HOSTILE)
    expect(messages(ana, "customer").locator("img, strong")).to_have_count(0)
    expect(messages(ana, "customer").locator("a")).to_have_attribute("href", "https://evil.example/")  # where it says that it leads

    # On Chatwoot, its own desk is told.
    answer(ana, "Hello there.")
    expect(ana.get_by_test_id("owner")).to_contain_text("With you", timeout=ANSWER_MS)
    confirm(ana, "close")
    expect(ana.get_by_test_id("owner")).to_contain_text("Closed", timeout=ANSWER_MS)

    # It is found again.
    ana.get_by_test_id("search").fill("today")
    expect(case(ana, order.conversation)).to_be_visible(timeout=ANSWER_MS)
    assert refund.read[2:] == [
        "Ben has joined and will answer you here.",
        "Hello, this is Ben.",
        "You&#x27;re talking to the automated assistant again.",
        "Within <b>5 working days</b>.",
    ]
    assert refund.got(PNG)
    assert hostile.read[2:4] == ["Ana has joined and will answer you here.", "Hello there."]
    told = [call.json["status"] for call in hostile.api.taken if call.path.endswith("/toggle_status")]
    assert (told[0], told[-1]) == ("open", "resolved")
    said = [event.get("text") for event in order.events() if event.get("from") == "agent"]
    assert said.count("It is on its way. Today!") == 1


def test_an_answer_survives_a_lost_connection_and_a_reload(desk: Desk, url: str) -> None:
    chat = waits(url, "where is my order")
    ana = desk("ana")
    open_case(ana, chat.conversation, "waiting")
    ana.get_by_test_id("take").click()
    expect(ana.get_by_test_id("owner")).to_contain_text("With you", timeout=ANSWER_MS)
    lost: list[bool] = []

    def once(route: Any) -> None:  # the server has it, but its answer is lost on the way
        route.fetch() if not lost else None
        lost.append(True)
        route.abort() if len(lost) == 1 else route.continue_()

    ana.route("**/say", once)
    answer(ana, "Said once.")
    expect(ana.get_by_test_id("offline")).to_contain_text("No connection", timeout=ANSWER_MS)
    expect(ana.get_by_test_id("offline")).to_be_empty(timeout=ANSWER_MS)
    ana.unroute("**/say")
    assert [event["text"] for event in chat.events() if event.get("from") == "agent"] == ["Said once."]
    ana.get_by_test_id("field").fill("A draft")
    ana.reload()
    expect(ana.get_by_test_id("field")).to_have_value("A draft", timeout=ANSWER_MS)
    expect(messages(ana, "agent")).to_have_count(1)
    confirm(ana, "close")


def test_who_is_signed_out_elsewhere_goes_on_after_signing_in(desk: Desk, url: str) -> None:
    ana = desk("ana")
    ana.context.clear_cookies()
    with suppress(PlaywrightError):  # the page may have found out by itself
        ana.get_by_test_id("search").fill("parcel", timeout=2_000)
    expect(ana.get_by_test_id("agent")).to_be_visible(timeout=ANSWER_MS)
    ana.get_by_test_id("agent").fill("ana")
    ana.get_by_test_id("password").fill("wrong password")
    ana.get_by_test_id("sign-in").click()
    expect(ana.get_by_test_id("sign-in-problem")).to_contain_text("wrong", timeout=ANSWER_MS)
    ana.get_by_test_id("password").fill(PASSWORD)
    ana.get_by_test_id("sign-in").click()
    expect(ana.get_by_test_id("tab-waiting")).to_be_visible(timeout=ANSWER_MS)


def test_search_from_the_dashboard_takes_what_is_typed(desk: Desk, url: str) -> None:
    """Else “rec” would open a conversation and ask whether to close it, and Enter would say yes."""
    chat = waits(url, "where is my order")
    page = desk("ana")
    case(page, chat.conversation).wait_for(timeout=ANSWER_MS)
    page.keyboard.press("d")
    expect(page.get_by_test_id("csv")).to_be_visible(timeout=ANSWER_MS)
    page.keyboard.press("/")
    page.keyboard.type("rec")
    expect(page.get_by_test_id("search")).to_have_value("rec")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.get_by_test_id("numbers")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("numbers")).to_be_hidden()
    open_case(page, chat.conversation)
    assert chat.post("deletion", {"confirm": True}).status == 204
    expect(page.get_by_text("there is no such conversation (any more)")).to_be_visible(timeout=ANSWER_MS)
    expect(page.get_by_test_id("composer")).to_be_hidden()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_core_finds_nothing(desk: Desk, url: str, look: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there (`npm ci` in bot/ui, which .ci/run does where npm is)")
    chat = waits(url, "where is my order")
    page = desk("ana", **LOOKS[look])
    page.get_by_test_id("tab-waiting").click()
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
