"""Conversations as they are exported."""

import asyncio
import json
from typing import Any

from bot.state.connection import Connection
from bot.state.conversations import ANSWERED_FORM, dialogue, messages
from bot.state.redis.keys import key
from tests.bot.conftest import RedisClient


def said(text: str, intent: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "timestamp": 1.7e9, "parse_data": {"intent": {"name": intent}}, "metadata": {"shown": text}}


def test_what_was_answered_to_a_form_is_shown_and_not_exported(state: RedisClient) -> None:
    events = [said("where is my order?", "track_order"), said("10234", "inform"), said("LS1 4AP", "inform"), said("thanks", "thank")]
    state.rpush(key("c", "events"), *map(json.dumps, events))

    async def main() -> tuple[list[str], list[str]]:
        connection = Connection()
        shown = await messages(connection.client, "c")
        await connection.close()
        exported = dialogue("c", shown, {})
        assert exported
        return [message.text for message in shown], [turn.text for turn in exported.turns]

    shown, exported = asyncio.run(main())
    assert shown == ["where is my order?", "10234", "LS1 4AP", "thanks"]
    assert exported == ["where is my order?", ANSWERED_FORM, ANSWERED_FORM, "thanks"]
