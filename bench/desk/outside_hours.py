"""Outside a company's hours, in a real browser: what a customer reads and leaves, what the agent sees of it, whether the answer comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.results import Result
from tests.support import rasa_process, tiny
from tests.support.agents import add_agents
from tests.support.chat_page import ANSWER_MS, answers, problems_of
from tests.support.chromium import ARGUMENTS, found
from tests.support.desk_page import answer, open_case, sign_in

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TEST = "a customer outside the hours, and an agent, in Chromium"


def outside_hours(folder: Path) -> Iterator[Result]:
    """Starts a server of a company whose people come in three days; leaves screenshots of both pages in the folder."""
    tiny.write(folder, credentials=tiny.UNLIMITED + "bot.desk.channel.DeskChannel:\n")
    opens = datetime.now(timezone.utc) + timedelta(days=3)
    endpoints = folder / "endpoints.yml"
    spoken = endpoints.read_text().replace("tests.support.scripted_replies.ScriptedGenerator", "bot.answers.generator.AnswerGenerator")
    endpoints.write_text(f'{spoken}handover: {{hours: {{{DAYS[opens.weekday()]}: "09:00-17:00"}}}}\n')
    with ExitStack() as stack:
        server = stack.enter_context(rasa_process.serving(folder, rasa_process.train(folder)))
        add_agents(server.redis_url, {"ana": "lead"})
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=found(), args=ARGUMENTS)
        url = server.url.replace("127.0.0.1", "localhost")
        customer, agent = (browser.new_context(locale="en-GB", viewport={"width": 1_200, "height": 900}).new_page() for _ in range(2))
        problems = [problems_of(page) for page in (customer, agent)]
        customer.goto(url)
        customer.get_by_test_id("input").fill("a person please")
        customer.get_by_test_id("send").click()
        said = answers(customer).filter(has_text="Nobody is here now").first
        said.wait_for(timeout=ANSWER_MS)
        yield _holds("the customer reads when people come", bool(re.search(r"we open .*9:00", said.inner_text())))
        contact = customer.get_by_test_id("contact")
        contact.fill("no address")
        contact.press("Enter")
        customer.get_by_role("status").filter(has_text="e-mail").first.wait_for(timeout=ANSWER_MS)
        yield _holds("what is no address is refused with a sentence", contact.is_visible())
        contact.fill("kim@customer.example")
        contact.press("Enter")
        contact.wait_for(state="detached", timeout=ANSWER_MS)
        sign_in(agent, url, "ana")
        agent.get_by_test_id("tab-waiting").click()
        conversation = str(agent.get_by_test_id("case").get_attribute("data-id", timeout=ANSWER_MS))
        open_case(agent, conversation, "waiting")
        agent.get_by_text("kim@customer.example").wait_for(state="attached", timeout=ANSWER_MS)
        yield _holds("the agent sees the address that was left", True)
        answer(agent, "Good morning, this is Ana.")
        customer.get_by_text("Good morning, this is Ana.").first.wait_for(timeout=ANSWER_MS)
        yield _holds("the answer comes", True)
        for name, page in (("customer", customer), ("agent", agent)):
            page.screenshot(path=folder / f"{name}.png")
        yield _holds("no error in either page", problems == [[], []])
        browser.close()


def _holds(what: str, holds: bool) -> Result:
    return Result(TEST, what, int(holds), goal="1", holds=holds)
