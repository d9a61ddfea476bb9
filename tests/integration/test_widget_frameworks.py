"""The widget on pages that change under it: reloads, attributes, moves, React, Vue, Turbo, and pages that swap their body as Astro's do."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.chat_page import ANSWER_MS, answers, ask, problems_of
from tests.support.host_site import HostSite

WIDGET = Path(__file__).parents[2] / "bot" / "ui"
VITE = WIDGET / "node_modules" / ".bin" / "vite"


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of the frameworks' pages, built."""
    if not shutil.which("node") or not (WIDGET / "node_modules" / "vue").is_dir():
        pytest.skip("the frameworks are not there (`npm ci` in bot/ui, which .ci/run does where npm is)")
    out = tmp_path_factory.mktemp("pages")
    command = [VITE, "build", "--config", "tests/pages/vite.config.ts", "--outDir", str(out), "--logLevel", "warn"]
    subprocess.run(command, cwd=WIDGET, check=True, timeout=120)
    return out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1_000, "height": 800}, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    problems = problems_of(page)
    yield page
    context.close()
    assert problems == []


def serve(site: HostSite, url: str, bundles: Path, script: str) -> None:
    site.files = {f"/{path.name}": path for path in bundles.iterdir() if path.suffix == ".js"}
    site.pages["/"] = f'<!doctype html><title>A shop</title><body data-server="{url}"><script type="module" src="/{script}.js"></script>'


@pytest.mark.parametrize("script", ["react", "vue"])
def test_what_is_open_and_being_written_is_kept_when_a_framework_renders_anew(
    page: Page, site: HostSite, url: str, bundles: Path, script: str
) -> None:
    serve(site, url, bundles, script)
    page.goto(site.url)
    page.get_by_test_id("launcher").click()
    ask(page, "say hello")
    page.get_by_test_id("input").fill("a draft")
    page.locator("#rename").click()
    expect(page.locator("h2")).to_have_text("Two")
    for _ in range(2 if script == "react" else 1):
        page.locator("#toggle").click()
    expect(page.get_by_test_id("input")).to_have_value("a draft")
    expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)
    if script == "react":
        assert page.locator("#heard").text_content() == "customer,assistant"


def test_pages_that_turbo_puts_in_place_of_one_another(page: Page, site: HostSite, url: str, bundles: Path) -> None:
    serve(site, url, bundles, "turbo")
    head = site.pages["/"].partition("<body")[0] + '<script type="module" src="/turbo.js"></script>'
    chat = f'<heed-chat server="{url}" name="Juniper Lane"></heed-chat>'
    site.pages["/"] = f'{head}<body><a href="/next">next</a>{chat}'
    site.pages["/next"] = f'{head}<body><h1>Next</h1><a href="/kept">kept</a>{chat}'
    permanent = chat.replace("<heed-chat", '<heed-chat id="chat" data-turbo-permanent')
    site.pages["/kept"] = f'{head}<body><h1>Kept</h1><a href="/last">last</a>{permanent}'
    site.pages["/last"] = f"{head}<body><h1>Last</h1>{permanent}"
    page.goto(site.url)
    page.get_by_test_id("launcher").click()
    ask(page, "say hello")
    page.get_by_test_id("input").fill("a draft")
    for name, title in (("next", "Next"), ("kept", "Kept"), ("last", "Last")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1")).to_have_text(title)
        expect(page.get_by_test_id("input")).to_have_value("a draft")
        expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    expect(page.locator("heed-chat")).to_have_count(1)


def test_a_page_that_swaps_its_body_and_moves_what_persists(page: Page, site: HostSite, url: str) -> None:
    """As Astro's ClientRouter does with `transition:persist`: the new body comes, and the old element is put into it."""
    script = f'<script type="module" src="{url}/heed.js"></script>'
    site.pages["/"] = f'<!doctype html><title>A shop</title>{script}<body><heed-chat server="{url}" name="Juniper Lane"></heed-chat>'
    page.goto(site.url)
    page.get_by_test_id("launcher").click()
    ask(page, "say hello")
    page.get_by_test_id("input").fill("a draft")
    page.evaluate(
        """() => {
      const chat = document.querySelector('heed-chat');
      window.marked = chat.shadowRoot.querySelector('article');
      const next = new DOMParser().parseFromString('<body><h1>Next</h1><heed-chat></heed-chat></body>', 'text/html').body;
      next.querySelector('heed-chat').replaceWith(chat);
      document.body.replaceWith(next);
    }"""
    )
    expect(page.get_by_test_id("input")).to_have_value("a draft")
    expect(page.get_by_test_id("panel")).to_be_visible()
    assert page.evaluate("document.querySelector('heed-chat').shadowRoot.contains(window.marked)")  # nothing was built anew
    page.evaluate("document.body.append(document.querySelector('heed-chat'))")
    ask(page, "say hello again")
    page.evaluate("document.querySelector('heed-chat').remove()")
    page.wait_for_timeout(50)
    assert page.evaluate("Object.keys(sessionStorage).length") == 1  # that it is open: the page may bring it back


def test_what_is_said_while_the_attributes_change_arrives(page: Page, site: HostSite, url: str) -> None:
    site.pages["/"] = f'<!doctype html><title>A shop</title><script type="module" src="{url}/heed.js"></script><body>'
    page.goto(site.url)
    page.evaluate(
        """async (server) => {
      await customElements.whenDefined('heed-chat');
      const chat = document.createElement('heed-chat');
      chat.send('say one');                       // not in the page yet
      chat.setAttribute('server', server);
      document.body.append(chat);
      chat.send('say two');
      chat.setAttribute('name', 'Another');       // in the same task
      chat.send('say three');
      chat.open();
      await new Promise((ready) => chat.addEventListener('heed-ready', ready, { once: true }));
      chat.send('say four');
      chat.setAttribute('locale', 'de');
      chat.send('say five');
    }""",
        url,
    )
    said = [f"say {each}" for each in ("one", "two", "three", "four", "five")]
    expect(answers(page)).to_have_count(5, timeout=ANSWER_MS)
    expect(page.locator("[data-from=customer] [data-testid=text]")).to_have_text(said)
    expect(page.get_by_test_id("input")).to_have_attribute("placeholder", "Nachricht schreiben …")


def test_what_is_open_and_being_written_is_kept_from_page_to_page_in_this_tab(page: Page, site: HostSite, url: str) -> None:
    chat = f'<script type="module" src="{url}/heed.js"></script><heed-chat server="{url}" name="Juniper Lane"></heed-chat>'
    site.pages |= {"/": f"<!doctype html><title>One</title>{chat}", "/two": f"<!doctype html><title>Two</title>{chat}"}
    page.goto(site.url)
    page.get_by_test_id("launcher").click()
    page.get_by_test_id("input").fill("a draft")
    page.goto(f"{site.url}/two")
    expect(page.get_by_test_id("input")).to_have_value("a draft")
    assert page.evaluate("document.activeElement === document.body")  # the page has the focus, not the chat that was open
    other = page.context.new_page()
    other.goto(site.url)
    expect(other.get_by_test_id("launcher")).to_be_visible()
    expect(other.get_by_test_id("panel")).to_be_hidden()
    page.get_by_test_id("close").click()
    page.reload()
    expect(page.get_by_test_id("launcher")).to_be_visible()
    expect(page.get_by_test_id("panel")).to_be_hidden()
