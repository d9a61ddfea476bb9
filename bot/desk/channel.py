"""The desk as a channel of Rasa's server: `credentials.yml` names it, since that is where Rasa takes routes from."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from bot.desk.desk_room import DeskRoom
from bot.desk.errors import handle_desk
from bot.desk.pages import serve_pages
from bot.desk.routes.acts import serve_acts
from bot.desk.routes.cases import serve_cases
from bot.desk.routes.conversations import serve_conversations
from bot.desk.routes.events import serve_events
from bot.desk.routes.numbers import serve_numbers
from bot.desk.routes.openid import serve_openid
from bot.desk.routes.shared import serve_shared
from bot.desk.routes.signing_in import serve_signing_in
from bot.desk.routes.suggestions import serve_suggestions
from bot.desk.routes.uploads import serve_uploads
from bot.desk.settings import CHANNEL, DeskSettings
from bot.server.http.secrets import server_key
from bot.server.lifecycle import serve_state, serving_in
from bot.state.connection import shared
from bot.state.redis.tasks import end

logger = logging.getLogger(__name__)

TRIMS_EVERY_S = 24 * 60 * 60.0


class DeskChannel(InputChannel):
    """Serves the desk."""

    def __init__(self, settings: DeskSettings, key: bytes) -> None:
        """`key` is the server's own secret."""
        self.settings, self._key = settings, key

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> DeskChannel:
        """Reads the settings and the server's secret.

        Raises:
            SettingsError: one of them can't be used.
        """
        return cls(DeskSettings.read(credentials), server_key())

    def url_prefix(self) -> str:
        return "/desk"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        desk = Blueprint("heed_desk", __name__)
        serve_state(desk, self.name())
        room = DeskRoom(self.settings, self._key)
        beside: list[asyncio.Task[None]] = []

        @desk.listener("before_server_start")
        async def start(app: Sanic, _: Any) -> None:
            connection = shared()
            room.open(connection.client, connection.notices, serving_in(app).service)
            room.hub.start()
            beside.append(asyncio.ensure_future(self._trim(room)))

        @desk.listener("before_server_stop")
        async def stop(app: Sanic, _: Any) -> None:
            await end(beside)
            beside.clear()
            await room.hub.stop()

        for serve in (
            serve_signing_in, serve_openid, serve_cases, serve_conversations, serve_acts, serve_suggestions, serve_uploads, serve_shared,
            serve_numbers, serve_events,
        ):  # fmt: skip
            serve(desk, room)
        serve_pages(desk)
        handle_desk(desk)
        return desk

    async def _trim(self, room: DeskRoom) -> None:
        while True:
            try:
                if gone := await asyncio.to_thread(room.audit.trim, self.settings.audit_days):
                    logger.info("%d months of the desk's audit log are older than audit_days, and were removed.", gone)
            except OSError as error:
                logger.error("The desk's audit log can't be trimmed: %s", error)
            except Exception:  # it would be trimmed no more
                logger.exception("The desk's audit log can't be trimmed.")
            await asyncio.sleep(TRIMS_EVERY_S)
