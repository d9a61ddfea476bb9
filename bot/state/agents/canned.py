"""Canned answers: texts that agents say often, under a short name. All agents share them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.state.redis.client import Client
from bot.state.redis.keys import CANNED


@dataclass(frozen=True)
class CannedAnswer:
    """One of them."""

    name: str
    text: str


async def canned_answers(client: Client) -> list[CannedAnswer]:
    """All of them, in the order in which they were written."""
    return [CannedAnswer(**record) for record in json.loads(await client.get(CANNED) or "[]")]


async def keep_canned_answers(client: Client, answers: Sequence[CannedAnswer]) -> None:
    """Replaces all of them."""
    await client.set(CANNED, json.dumps([asdict(each) for each in answers], ensure_ascii=False))
