"""Asking a server over HTTP for a whole turn: Heed's web channel, or stock Rasa's REST channel."""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.web.tokens import Tokens
from bot.server.http.secrets import server_key
from bot.workspace import Workspace

QUESTION = "where is my order?"
# Sends one message of a conversation, and returns when it is answered.
Say = Callable[[aiohttp.ClientSession, str], Awaitable[Any]]


def ask_heed(urls: Sequence[str], folder: Path) -> Say:
    """Asks servers of a folder in turns. Tokens are made here: opening a conversation is not what is measured."""
    turns, tokens = iter(range(10**9)), Tokens(server_key(Workspace(folder).secret))

    async def ask(http: aiohttp.ClientSession, conversation: str) -> None:
        body = {"message_id": uuid.uuid4().hex, "text": QUESTION}
        headers = {"Authorization": f"Bearer {tokens.access(conversation)}", "Prefer": "wait=20"}
        while True:  # what was refused, or isn't answered yet, is sent again: that takes time, too
            with contextlib.suppress(asyncio.TimeoutError):
                async with http.post(f"{urls[next(turns) % len(urls)]}/chat/messages", json=body, headers=headers) as answer:
                    if (await answer.json()).get("replies"):
                        return
            await asyncio.sleep(0.1)

    return ask


def ask_stock(url: str) -> Say:
    async def ask(http: aiohttp.ClientSession, conversation: str) -> None:
        async with http.post(f"{url}/webhooks/rest/webhook", json={"sender": conversation, "message": QUESTION}) as answer:
            assert await answer.json()

    return ask
