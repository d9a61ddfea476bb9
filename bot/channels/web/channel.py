"""The web channel: a widget on a company's site talks to it. `openapi.yml` describes its requests; each has a file of its own.

A message is stored before it is acknowledged, answered once, however often it is sent, and shown to all tabs of its conversation.
A conversation belongs to whoever has its token.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic

from bot.channels.web.auth import Authenticator
from bot.channels.web.cors import Origins
from bot.channels.web.routes.contact import serve_contact
from bot.channels.web.routes.deletion import serve_deletion
from bot.channels.web.routes.ending import serve_ending
from bot.channels.web.routes.events import Streams
from bot.channels.web.routes.messages import serve_messages
from bot.channels.web.routes.openapi import serve_contract
from bot.channels.web.routes.pages import Pages
from bot.channels.web.routes.ratings import serve_ratings
from bot.channels.web.routes.sessions import serve_sessions
from bot.channels.web.routes.transcript import serve_transcript
from bot.channels.web.routes.transcript_mail import serve_transcript_mail
from bot.channels.web.routes.typing import serve_typing
from bot.channels.web.routes.uploads import serve_uploads
from bot.channels.web.settings import CHANNEL, WebSettings
from bot.channels.web.tokens import Tokens
from bot.server.files.uploads import Files
from bot.server.files.virus_scan import check_command
from bot.server.http.errors import handle
from bot.server.http.pace import Pace
from bot.server.http.protocol import limit
from bot.server.http.secrets import identity_key, server_key
from bot.server.lifecycle import serve_state
from bot.server.output import Replies


class WebChannel(InputChannel):
    """Serves the chat and its pages."""

    def __init__(self, settings: WebSettings, tokens: Tokens) -> None:
        self.settings, self.tokens = settings, tokens
        self.files = Files()

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """Reads the settings and the secrets.

        Raises:
            SettingsError: one of them can't be used.
        """
        settings = WebSettings.read(credentials)
        check_command(settings.scan_command)
        return cls(settings, Tokens(server_key(), identity_key()))

    def url_prefix(self) -> str:
        return "/chat"

    def get_output_channel(self) -> OutputChannel:
        """Where Rasa puts what it says unasked: reminders, and intents triggered over HTTP."""
        return Replies(CHANNEL)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        chat = Blueprint("heed_web", __name__)
        authenticator, origins = Authenticator(self.tokens, self.settings), Origins(self.settings.origins)
        streams, pages = Streams(authenticator), Pages(self.settings.origins)
        serve_state(chat, CHANNEL, self.settings.burst_seconds)
        limit(self.settings.proxies, self.settings.connections_per_address)

        @chat.listener("before_server_start")
        async def start(app: Sanic, _: Any) -> None:
            app.register_middleware(pages.page, "request")
            # Before Rasa's own CORS, which answers a preflight for the whole server.
            app.request_middleware.appendleft(origins.check)
            app.register_middleware(origins.allow, "response")  # type: ignore[arg-type]
            # First of all: requests that no route counts, as for pages.
            app.request_middleware.appendleft(Pace(self.settings.paced_per_minute, authenticator.address).check)

        @chat.listener("before_server_stop")
        async def stop(app: Sanic, _: Any) -> None:
            await streams.end()

        serve_sessions(chat, authenticator, self.settings)
        serve_messages(chat, authenticator, self.files)
        streams.serve(chat)
        serve_ratings(chat, authenticator)
        serve_contact(chat, authenticator)
        serve_ending(chat, authenticator)
        serve_uploads(chat, authenticator, self.files)
        serve_transcript(chat, authenticator)
        serve_transcript_mail(chat, authenticator)
        serve_deletion(chat, authenticator, self.files)
        serve_typing(chat, authenticator)
        serve_contract(chat)
        pages.serve_assets(chat)
        handle(chat)
        return chat
