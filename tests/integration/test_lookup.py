"""“Where is my order?”, in a real browser, against a real server with the sample shop's model and an order system, good or bad."""

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.integration.conftest import ROOT
from tests.support import rasa_process
from tests.support.chat_page import answers, ask, newest, problems_of
from tests.support.odd_shop import ORDER, Act, OddShop, hangs_up, odd_shop, sleeps
from tests.support.odd_shop import answers as replies
from tests.support.rasa_process import RasaProcess, serving
from tests.support.tiny import METRICS_TOKEN, UNLIMITED

SCREENSHOTS = ROOT / "build" / "screenshots"
NUMBER, EMAIL = "JL-482913", "ada@example.com"
ENGLISH = ("Where is my order?", "order number", "e-mail address", "Talk to a person")
CHINESE = ("我的订单到哪里了？", "订单号", "邮箱", "转人工客服")
SHIPPED = {**ORDER, "expected_on": "2026-11-28"}


@pytest.fixture(scope="module")
def shop() -> Iterator[OddShop]:
    with odd_shop() as running:
        yield running


@pytest.fixture(scope="module")
def server(model: Path, shop: OddShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaProcess]:
    """The sample shop with another order system, and logs at the level `info`."""
    folder = tmp_path_factory.mktemp("lookup")
    for name in ("config.yml", "domain", "data", "models"):
        (folder / name).symlink_to(ROOT / name)
    endpoints = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    (folder / "endpoints.yml").write_text(re.sub(r"http://127\.0\.0\.1:\d+", shop.url, endpoints), encoding="utf-8")
    (folder / "credentials.yml").write_text(UNLIMITED, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rasa_process.ENVIRONMENT, "LOG_LEVEL", "INFO")
        with serving(folder, model) as process:
            yield process


@pytest.fixture
def page(browser: Browser, server: RasaProcess, shop: OddShop) -> Iterator[Page]:
    """A new conversation."""
    shop.act = replies(SHIPPED)
    shop.paths.clear()
    context = browser.new_context(viewport={"width": 700, "height": 900}, locale="en-GB")
    page = context.new_page()
    problems = problems_of(page)
    page.goto(server.url.replace("127.0.0.1", "localhost"))
    yield page
    context.close()
    assert problems == []


def give_facts(page: Page, language: tuple[str, ...]) -> Locator:
    """Asks for the order, gives number and e-mail address, and waits for what is said in the end."""
    question, number, address, person = language
    first = ask(page, question)
    expect(first).to_contain_text(number)
    expect(first.get_by_test_id("buttons").get_by_role("button", name=person)).to_be_visible()
    second = ask(page, NUMBER)
    expect(second).to_contain_text(address)
    return ask(page, EMAIL)


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        (ENGLISH, "english", "we handed it to DPD on 25 November 2026. It should arrive by 28 November 2026."),
        (CHINESE, "chinese", "已于2026年11月25日交给 DPD，预计2026年11月28日前送达"),
    ],
)
def test_the_number_is_asked_for_and_the_status_is_said(page: Page, shop: OddShop, language: tuple[str, ...], name: str, said: str) -> None:
    expect(give_facts(page, language)).to_contain_text(said)
    assert shop.paths == [f"/orders/{NUMBER}"]
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"lookup-{name}.png")


@pytest.mark.parametrize(
    ("act", "language", "sentence"),
    [
        pytest.param(hangs_up, ENGLISH, "our order system doesn't answer", id="down"),
        pytest.param(hangs_up, CHINESE, "订单系统暂时没有响应", id="down-zh"),
        pytest.param(sleeps(5), ENGLISH, "our order system doesn't answer", id="slow"),
        pytest.param(sleeps(5), CHINESE, "订单系统暂时没有响应", id="slow-zh"),
        pytest.param(replies({}, 404), ENGLISH, "can't find an order with these details", id="wrong-number"),
        pytest.param(replies({}, 404), CHINESE, "没有找到与这些信息相符的订单", id="wrong-number-zh"),
        pytest.param(
            replies({**SHIPPED, "email": "eve@example.com"}), ENGLISH, "can't find an order with these details", id="wrong-address"
        ),
        pytest.param(replies(b"<html>"), ENGLISH, "our order system doesn't answer", id="malformed"),
        pytest.param(replies({**SHIPPED, "status": "<b>[lost](//x)</b> {slot}"}), ENGLISH, "“blost(//x)/b slot”", id="unknown-status"),
    ],
)
def test_a_plain_sentence_and_a_person_where_it_fails(
    page: Page, shop: OddShop, act: Act, language: tuple[str, ...], sentence: str, request: pytest.FixtureRequest
) -> None:
    shop.act = act
    said = give_facts(page, language)
    expect(said).to_contain_text(sentence)
    page.screenshot(path=SCREENSHOTS / f"lookup-{request.node.callspec.id}.png")
    expect(said).not_to_contain_text("DPD")
    expect(said.get_by_test_id("buttons").get_by_role("button", name=language[-1])).to_be_visible()


def test_a_number_in_the_first_message_isnt_asked_for_and_it_is_remembered(page: Page, shop: OddShop) -> None:
    expect(ask(page, "where is my order ＪＬ－４８２９１３?")).to_contain_text("e-mail address")
    page.get_by_test_id("input").fill("how much is delivery?")
    page.get_by_test_id("send").click()
    expect(newest(page, 2)).to_contain_text("I still need the e-mail address")
    expect(answers(page).nth(1)).to_contain_text("3.90")
    expect(ask(page, EMAIL)).to_contain_text("on its way")
    expect(ask(page, "and when will it arrive?")).to_contain_text("28 November 2026")
    assert shop.paths == [f"/orders/{NUMBER}"] * 2


def test_a_wrong_answer_is_asked_for_twice_more_then_a_person_is_offered(page: Page, shop: OddShop) -> None:
    ask(page, "Where is my order?")
    expect(ask(page, "number AB")).to_contain_text("looks like JL-482913")
    expect(ask(page, "hmm 12")).to_contain_text("looks like JL-482913")
    expect(ask(page, "xyz")).to_contain_text("A colleague can look it up")
    assert shop.paths == []


def test_the_buttons_of_the_question_end_it(page: Page) -> None:
    asked = ask(page, "Where is my order?")
    before = answers(page).count()
    asked.get_by_role("button", name="I don't have it").click()
    expect(newest(page, before)).to_contain_text("A colleague can find your order without it")
    asked = ask(page, "Where is my order?")
    before = answers(page).count()
    asked.get_by_role("button", name="Talk to a person").click()
    expect(newest(page, before)).to_contain_text("reach our team directly")
    expect(ask(page, "thanks")).to_contain_text("welcome")


def test_a_question_about_tracking_keeps_its_template(page: Page) -> None:
    told = ask(page, "how do I track an order?")
    expect(told).to_contain_text("tracking link")
    before = answers(page).count()
    told.get_by_role("button", name="Look up my order").click()
    expect(newest(page, before)).to_contain_text("order number")


def test_neither_logs_nor_metrics_know_what_was_given(page: Page, server: RasaProcess, shop: OddShop) -> None:
    give_facts(page, ENGLISH)
    shop.act = replies(b"no JSON")
    ask(page, f"where is order {NUMBER}?")
    asked = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    with urllib.request.urlopen(asked) as answer:
        metrics = answer.read().decode()
    assert 'heed_lookups_total{lookup="order",outcome="found"}' in metrics
    log = (server.folder / f"{server.port}.log").read_text()
    assert "gave no record" in log
    for text in (metrics, log):
        assert not re.search(r"482913|４８２９１３|ada@|LS1", text)
