"""The mood of what customers write to people: noted beside the message, and for the list of who waits."""

from __future__ import annotations

from bot.state.redis.client import Client
from bot.state.redis.keys import NEWS
from bot.state.redis.scripts import Script

# A customer who was angry a few messages ago is angry.
REMEMBERED_MESSAGES = 4
# A message whose mood is told is among the newest events of its conversation.
NEWEST_EVENTS = 30


class MoodNotes:
    """Notes moods."""

    def __init__(self, client: Client) -> None:
        self._script = Script(client, "mood", "owner", "events")

    async def note(self, conversation: str, message_id: str, mood: str, topic: str) -> bool:
        """Notes the mood of a message, and what it is about; returns whether the message is there.

        Raises:
            redis.RedisError, OSError: Redis is away; it was perhaps not noted.
        """
        return bool(await self._script(conversation, message_id, mood, topic, REMEMBERED_MESSAGES, NEWEST_EVENTS, NEWS, conversation))
