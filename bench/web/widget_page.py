"""The chat in a browser, as a customer meets it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.support.chat import Chat
from tests.support.rasa_process import RasaProcess

PATIENCE_MS = 90_000
TOKEN = """() => Object.entries(localStorage).find(([key]) => key.startsWith("heed:") && key.endsWith(":token"))[1]"""


@dataclass(frozen=True)
class Place:
    """Where it is measured.

    Attributes:
        short: a minute, not a quarter of an hour.
    """

    browser: Browser
    server: RasaProcess
    short: bool

    @property
    def url(self) -> str:
        """By name: what browsers allow to safe origins only, they allow to `localhost`."""
        return self.server.url.replace("127.0.0.1", "localhost")

    @asynccontextmanager
    async def profile(self, **settings: Any) -> AsyncIterator[BrowserContext]:
        """A browser profile with nothing in it, until the block ends; patient, since it measures what arrives, not when."""
        context = await self.browser.new_context(**settings)
        context.set_default_timeout(PATIENCE_MS)
        try:
            yield context
        finally:
            await context.close()


class ChatPage:
    """A tab with the chat in full."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    @classmethod
    async def open(cls, context: BrowserContext, url: str) -> "ChatPage":
        page = await context.new_page()
        await page.goto(url)
        await page.get_by_test_id("input").wait_for()
        return cls(page, url)

    @property
    def answers(self) -> Locator:
        return self.page.locator("[data-testid=message][data-from=assistant]")

    async def type(self, text: str) -> None:
        """Types a message and sends it; doesn't wait."""
        await self.page.get_by_test_id("input").fill(text)
        await self.page.get_by_test_id("input").press("Enter")

    async def ask(self, text: str) -> Locator:
        """Sends a message; the answer."""
        before = await self.answers.count()
        await self.type(text)
        await self.answered(before + 1)
        return self.answers.nth(before)

    async def answered(self, count: int) -> None:
        """Waits until there are so many answers."""
        await expect(self.answers).to_have_count(count, timeout=PATIENCE_MS)

    async def shown(self, who: str) -> list[str]:
        """The texts of the customer or of the assistant, as the page shows them, in order."""
        texts = self.page.locator(f"[data-testid=message][data-from={who}] [data-testid=text]")
        return [text.strip() for text in await texts.all_inner_texts()]

    async def token(self) -> str:
        """The refresh token that the browser keeps."""
        return str(await self.page.evaluate(TOKEN))

    def say_elsewhere(self, token: str, text: str) -> None:
        """Says something in the same conversation, beside the browser, and waits for the answer."""
        Chat(self.url, refresh_token=token).say(text)

    async def kept(self) -> dict[str, list[str]]:
        """The same as the server keeps it, asked for beside the browser: the texts of the customer and of the assistant."""
        token = await self.token()
        events = await asyncio.to_thread(lambda: Chat(self.url, refresh_token=token).events())
        return {who: [event.get("text", "") for event in events if event.get("from") == who] for who in ("customer", "assistant")}
