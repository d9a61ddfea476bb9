"""The widget on pages of a company's own: whatever these look like, and whatever stands between them and the server."""

import json
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.integration.conftest import IDENTITY_SECRET
from tests.support.chat_page import ANSWER_MS, answers, ask
from tests.support.host_site import HostSite, host_site
from tests.support.rasa_process import RasaProcess

# A page that has rules for everything.
RULES = """html { font-size: 62.5%; color-scheme: dark }
* { font-size: 11px; letter-spacing: 4px; text-transform: uppercase; line-height: 3; color: red }"""
# The WCAG contrast of an element's text on its background, as the browser paints both.
CONTRAST = """node => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (color) => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const linear = (each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((each) => linear(each / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const { color, backgroundColor } = getComputedStyle(node);
  const [low, high] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""
STYLE = """node => {
  const { fontSize, letterSpacing, textTransform, lineHeight } = getComputedStyle(node);
  return [fontSize, letterSpacing, textTransform, lineHeight];
}"""
ERRORS = "addEventListener('heed-error', ({ detail }) => (window.errors ??= []).push(detail))"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(viewport={"width": 1_000, "height": 800}, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(ERRORS)
    yield context.new_page()
    context.close()


def embedding(server: str, attributes: str = "", rules: str = "", script: str = "") -> str:
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><style>{rules}</style><body><h1>A shop</h1>"
        f'<script type="module" src="{script or server}/heed.js"></script>'
        f'<heed-chat server="{server}" name="Juniper Lane" {attributes}></heed-chat>'
    )


def open_chat(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_test_id("launcher").click()


def errors(page: Page) -> list[dict[str, Any]]:
    page.wait_for_function("window.errors")
    found: list[dict[str, Any]] = page.evaluate("window.errors")
    return found


def test_nothing_of_the_pages_own_rules_gets_in(page: Page, site: HostSite, url: str) -> None:
    site.pages["/"] = embedding(url, rules=RULES)
    page.emulate_media(color_scheme="dark")
    open_chat(page, f"{site.url}/")
    text = ask(page, "say hello").get_by_test_id("text")
    style = text.evaluate(STYLE)
    assert style == ["16px", "normal", "none", "24px"]
    assert page.get_by_test_id("launcher").evaluate("node => node.offsetWidth") == 60
    panel = "node => getComputedStyle(node).backgroundColor"
    assert page.get_by_test_id("panel").evaluate(panel) == "rgb(255, 255, 255)"  # dark only where the site wants it
    page.locator("heed-chat").evaluate("chat => chat.setAttribute('theme', 'auto')")
    assert page.get_by_test_id("panel").evaluate(panel) == "rgb(21, 27, 25)"


@pytest.mark.parametrize("accent", ["#0a1a3f", "#ffd400", "#777777", "#e4002b", "#ffffff", "#000000", "#00a3e0"])
def test_any_brand_colour_can_be_read(page: Page, site: HostSite, url: str, accent: str) -> None:
    site.pages["/"] = embedding(url, rules=f"heed-chat {{ --heed-accent: {accent} }}")
    open_chat(page, f"{site.url}/")
    page.get_by_test_id("input").fill("say hello")
    for theme in ("light", "dark"):
        page.locator("heed-chat").evaluate("(chat, theme) => chat.setAttribute('theme', theme)", theme)
        for node in (
            page.get_by_test_id("launcher"),
            page.locator(".top"),
            page.get_by_test_id("send"),
            page.locator("button.choice").first,
        ):
            assert node.evaluate(CONTRAST) >= 4.5, (theme, node)


def test_a_server_below_a_path_behind_a_proxy_with_another_name(page: Page, site: HostSite, server: RasaProcess) -> None:
    with host_site() as alone:  # on no list: what it serves is the server's own
        alone.proxied = ("/support", server.url)
        page.goto(f"{alone.url}/support/")
        ask(page, "say hello from the page of the chat")
        alone.pages["/"] = embedding("/support")
        open_chat(page, f"{alone.url}/")
        expect(answers(page)).to_contain_text(["hello from the page of the chat"], timeout=ANSWER_MS)
        alone.pages["/without"] = embedding("/support").replace('server="/support"', "")  # by where the script came from
        page.goto(f"{alone.url}/without")
        expect(page.get_by_test_id("panel")).to_be_visible()
        ask(page, "say hello again")


def test_on_a_page_that_zooms_the_panel_stays_in_the_window(page: Page, site: HostSite, url: str) -> None:
    site.pages["/"] = embedding(url, rules="html { zoom: 1.5 }")
    open_chat(page, f"{site.url}/")
    box = page.get_by_test_id("panel").bounding_box()
    assert box
    assert box["y"] >= 0


def test_a_site_that_is_not_listed_is_told_which_setting_it_is(page: Page, url: str) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    with host_site() as stranger:
        stranger.pages["/"] = embedding(url)
        open_chat(page, f"{stranger.url}/")
        expect(page.get_by_test_id("notice")).to_contain_text("This chat cannot be used on this page.")
        [error] = errors(page)
        assert (error["code"], error["setting"]) == ("forbidden_origin", "origins")
        assert f'add "{stranger.url}" to "origins"' in error["message"]
        assert any(error["message"] in line for line in told)
        page.get_by_test_id("input").fill("hello")
        page.get_by_test_id("send").click()
        expect(page.get_by_test_id("error")).to_have_text("Not sent. This chat cannot be used on this page. Please reach us another way.")


def test_a_frame_of_a_listed_site_and_one_that_is_sandboxed(page: Page, site: HostSite, url: str) -> None:
    site.pages["/"] = f'<!doctype html><iframe title=chat src="{url}/" width=500 height=700></iframe>'
    page.goto(f"{site.url}/")
    framed = page.frame_locator("iframe")
    framed.get_by_test_id("input").fill("say hello")
    framed.get_by_test_id("send").click()
    expect(framed.locator("[data-from=assistant]")).to_contain_text("hello", timeout=ANSWER_MS)
    site.pages["/"] = f'<!doctype html><iframe title=chat sandbox="allow-scripts" src="{site.url}/inner" width=500 height=700></iframe>'
    site.pages["/inner"] = embedding(url, "embedded")
    page.goto(f"{site.url}/")
    expect(framed.get_by_test_id("notice")).to_contain_text("This chat cannot be used on this page.")
    inner = next(frame for frame in page.frames if frame.url.endswith("/inner"))
    inner.wait_for_function("window.errors")
    assert inner.evaluate("window.errors[0].setting") == "sandbox"


def test_a_wrong_secret_a_wrong_address_and_a_policy_name_their_settings(page: Page, site: HostSite, url: str) -> None:
    site.pages["/"] = embedding(url)
    open_chat(page, f"{site.url}/")
    forged = jwt.encode({"sub": "1", "exp": time.time() + 60}, "another secret " * 3, "HS256")
    page.locator("heed-chat").evaluate("(chat, token) => chat.setIdentity(token).catch(() => {})", forged)
    expect(page.get_by_test_id("notice")).to_contain_text("We could not make sure who you are.")
    assert errors(page)[0]["setting"] == "HEED_IDENTITY_SECRET"
    ask(page, "say hello, guest")
    site.pages["/wrong"] = embedding(site.url, script=url)
    open_chat(page, f"{site.url}/wrong")
    expect(page.get_by_test_id("notice")).to_contain_text("This chat cannot be used on this page.")
    assert errors(page)[0]["setting"] == "server"
    site.policy = f"default-src 'none'; script-src {url}; img-src https: data:"
    page.goto(f"{site.url}/")
    expect(page.get_by_test_id("notice")).to_contain_text("This chat cannot be used on this page.")
    assert errors(page)[0]["setting"] == "connect-src"


def test_what_was_said_without_a_name_goes_along_and_only_once(page: Page, site: HostSite, url: str) -> None:
    site.pages["/"] = embedding(url)
    open_chat(page, f"{site.url}/")
    ask(page, "say hello from nobody")
    identify = "(chat, token) => chat.setIdentity(token)"
    ada, bob = (
        jwt.encode({"sub": sub, "exp": time.time() + 60}, IDENTITY_SECRET, "HS256") for sub in ("ada of the widget", "bob of the widget")
    )
    page.locator("heed-chat").evaluate(identify, ada)
    ask(page, "say hello from Ada")
    expect(page.locator("[data-from=customer]")).to_have_count(2)
    page.reload()  # it is the same after a reload, and on another device
    expect(page.locator("[data-from=customer]")).to_have_count(2, timeout=ANSWER_MS)
    page.locator("heed-chat").evaluate(identify, bob)  # in the same browser, without reset()
    expect(page.locator("[data-from=customer]")).to_have_count(0, timeout=ANSWER_MS)
    page.locator("heed-chat").evaluate(identify, ada)
    expect(page.locator("[data-from=customer]")).to_have_count(2, timeout=ANSWER_MS)


def test_no_address_has_a_token_in_it(page: Page, site: HostSite, url: str) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    site.pages["/"] = embedding(url)
    open_chat(page, f"{site.url}/")
    page.get_by_test_id("picker").set_input_files({"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"})
    ask(page, "say thank you")
    with page.expect_download() as download:
        page.get_by_test_id("file").click()
    assert (download.value.suggested_filename, download.value.path().read_bytes()) == ("bill.pdf", b"%PDF-1.4\n%%EOF")
    page.get_by_test_id("menu").click()
    with page.expect_download() as download:
        page.get_by_test_id("transcript").click()
    said = download.value.path().read_text(encoding="utf-8")
    assert said.startswith("Juniper Lane\n")
    assert "Juniper Lane\nthank you" in said
    secrets = page.evaluate("Object.values(localStorage)")
    assert len([each for each in addresses if "/chat/" in each]) >= 6
    assert not [each for each in addresses if "token" in each or any(len(secret) > 40 and secret in each for secret in secrets)]
    assert json.dumps(addresses).count("eyJ") == 0  # a signed token begins so
