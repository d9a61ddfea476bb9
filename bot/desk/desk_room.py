"""What the routes of the desk work with, in one server process."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from bot.desk.audit import AuditLog
from bot.desk.guard import Guard
from bot.desk.hub import Hub
from bot.desk.names import Names
from bot.desk.openid.provider import Provider
from bot.desk.settings import DeskSettings
from bot.desk.views import Json, case_json
from bot.server.http.errors import BadRequest
from bot.state.agents.accounts import Account
from bot.state.agents.cases import case_views
from bot.state.agents.presence import Presence
from bot.state.agents.searching import Search
from bot.state.conversations import exists
from bot.state.deliveries.platforms import Platforms
from bot.state.desk import Desk
from bot.state.redis.client import Client
from bot.state.redis.keys import channel_of
from bot.state.redis.pubsub import Notices
from bot.state.service import Service

# Ids of all channels, Rasa's own included; in Redis' keys they are percent-encoded.
CONVERSATION = r"[^\x00-\x1f\x7f]{1,300}"
# An agent who has a conversation open fetches it again and again; the log says so once in a while.
SAME_LOOK_S, MOST_LOOKS = 300.0, 10_000


class DeskRoom:
    """The desk of a server process; `open` gives it its Redis.

    Attributes:
        client: of the session state's Redis.
    """

    client: Client
    desk: Desk
    guard: Guard
    hub: Hub
    names: Names
    platforms: Platforms
    presence: Presence
    search: Search

    def __init__(self, settings: DeskSettings, key: bytes) -> None:
        """`key` is the server's own secret."""
        self.settings, self._key = settings, key
        self.audit = AuditLog(key)
        self.openid = Provider(settings.openid) if settings.openid else None
        self._looks: dict[tuple[str, str], float] = {}

    def open(self, client: Client, notices: Notices, service: Service) -> None:
        """Makes what works with Redis, in the event loop of the session state."""
        self.client, self.desk, self.presence, self.platforms = client, service.desk, service.presence, service.platforms
        self.guard = Guard(client, self._key, self.audit)
        self.names = Names(self.guard.accounts)
        self.search = Search(client)
        self.hub = Hub(client, notices, self.desk, self.names)

    @property
    def key(self) -> bytes:
        """The server's own secret."""
        return self._key

    @property
    def passwords(self) -> bool:
        """Whether agents may sign in with passwords."""
        return self.settings.openid is None or self.settings.openid.passwords

    async def known(self, conversation: str) -> str:
        """A conversation's id, as an address gave it.

        Raises:
            BadRequest: there is no such conversation.
        """
        if not re.fullmatch(CONVERSATION, conversation) or not await exists(self.client, conversation):
            raise BadRequest(404, "unknown_conversation", "there is no such conversation (any more)")
        return conversation

    async def looks(self, agent: Account, conversation: str) -> None:
        """Has the audit log say that an agent looks at a conversation, before they do."""
        now, look = time.monotonic(), (agent.id, conversation)
        if now - self._looks.get(look, -SAME_LOOK_S) < SAME_LOOK_S:
            return
        await self.audit.note(agent.id, "look", conversation)
        if len(self._looks) > MOST_LOOKS:
            self._looks = {each: at for each, at in self._looks.items() if now - at < SAME_LOOK_S}
        self._looks[look] = now

    async def case(self, conversation: str) -> Json:
        """A conversation as the list has it."""
        [view] = await case_views(self.client, [conversation])
        return case_json(view, await self.names.all())

    def takes(self, conversation: str, type: str) -> bool:
        """Whether a customer can be sent a file of a type (MIME): on the web always, on other channels as these say."""
        return not channel_of(conversation) or self.platforms.takes(conversation, type)

    async def people(self, agents: list[str]) -> list[Mapping[str, Any]]:
        """Agents with their names."""
        names = await self.names.all()
        return [{"id": agent, "name": names.get(agent, agent)} for agent in agents]
