"""Signing in at the desk with an account elsewhere: in a real browser, and by what others might bring."""

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from tests.support.chat_page import ANSWER_MS, problems_of
from tests.support.desk_page import AXE, violations
from tests.support.openid_attacks import ATTACKS, STRANGERS
from tests.support.openid_issuer import KIM, Issuer, SignsIn, with_query
from tests.support.rasa_process import RasaProcess

# Each kind of token is tried on the server in `bench.desk`; here, that the routes pass on what the provider finds.
SOME = ("another key", "no signature", "another sign-in")


@pytest.fixture(autouse=True)
def usual(issuer: Issuer) -> Iterator[None]:
    yield
    issuer.user, issuer.sign = dict(KIM), issuer.signed


@pytest.fixture
def url(staffed: RasaProcess) -> str:
    return staffed.url.replace("127.0.0.1", "localhost")


def test_an_agent_signs_in_with_an_account_elsewhere(browser: Browser, url: str, issuer: Issuer) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    problems = problems_of(page)
    page.goto(f"{url}/desk")
    expect(page.get_by_test_id("sign-in-elsewhere")).to_have_text("Sign in with Shop ID", timeout=ANSWER_MS)
    found = violations(page) if AXE.is_file() else []
    issuer.user = {**KIM, "sub": "2", "email": "eve@evil.example"}
    page.get_by_test_id("sign-in-elsewhere").click()
    expect(page.get_by_text("Your account may not use this desk.")).to_be_visible(timeout=ANSWER_MS)
    issuer.user = dict(KIM)
    page.get_by_test_id("sign-in-elsewhere").click()
    expect(page.get_by_test_id("tab-waiting")).to_be_visible(timeout=ANSWER_MS)
    [cookie] = [each for each in context.cookies(f"{url}/desk") if each["name"].startswith("heed_desk")]
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == ("heed_desk", True, "Strict", "/desk")
    page.reload()
    expect(page.get_by_test_id("tab-waiting")).to_be_visible(timeout=ANSWER_MS)
    context.close()
    assert (found, problems) == ([], [])


@pytest.mark.parametrize("kind", [*SOME, *list(STRANGERS)[:3]])
def test_who_brings_no_good_token_stays_outside(url: str, issuer: Issuer, kind: str) -> None:
    eve = SignsIn(url)
    issuer.sign = partial(ATTACKS[kind], issuer) if kind in ATTACKS else issuer.signed
    issuer.user = {**KIM, "sub": f"eve-{kind}", **STRANGERS.get(kind, {})}
    status, leads_to = eve.get(eve.begin())
    assert (status, leads_to, eve.inside) == (303, "/desk#no-role" if kind in STRANGERS else "/desk#failed", False)


def test_nobody_finishes_what_another_browser_began(url: str) -> None:
    kim, eve, nobody = SignsIn(url), SignsIn(url), SignsIn(url)
    theirs, ours = kim.begin(), eve.begin()
    code = dict(part.split("=") for part in theirs.partition("?")[2].split("&"))["code"]
    assert nobody.get(ours) == (303, "/desk#failed")  # a link that signs somebody in as another
    assert eve.get(theirs) == (303, "/desk#failed")
    eve.begin()
    assert eve.get(with_query(ours, code=code))[1] == "/desk#failed"
    assert not eve.inside
    assert kim.get(theirs)[1] == "/desk"
    assert kim.inside
    assert SignsIn(url).get(f"{url}/desk/openid/start", **{"Sec-Fetch-Site": "cross-site"}) == (303, "/desk")
