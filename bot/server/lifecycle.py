"""The session state of a server process: begun by the first of Heed's channels, one for all of them, ended with the last.

Rasa takes routes from channels only, and any of Heed's may stand alone in `credentials.yml`. So each of them brings the session state up.
"""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, Sanic
from sanic.request import Request

from bot.server.http.api_access import refuse_open_api
from bot.server.http.protocol import install
from bot.server.http.requests import LARGEST_READ
from bot.server.questions import Questions
from bot.server.serving import Serving
from data.errors import HeedError
from data.os_errors import sentence

# Training data that is sent to Rasa's HTTP API, by who has its token.
LARGEST_OF_API = 16 * 1024 * 1024


def serve_state(blueprint: Blueprint, channel: str, burst_s: float = 0.0) -> None:
    """Has the server keep session state, and answer messages, for as long as a channel is there.

    Call it before the blueprint gets listeners of its own: Sanic ends last what it began first.

    Args:
        channel: the channel's name, as in its messages (`Inbound.channel`).
        burst_s: the channel's messages that follow one another within so many seconds become one turn; 0 for each its own.
    """

    install()

    @blueprint.listener("before_server_start")
    async def start(app: Sanic, _: Any) -> None:
        # Routes of others read a body whole, and parse it on the event loop.
        app.config.REQUEST_MAX_SIZE = LARGEST_OF_API if refuse_open_api(app) else LARGEST_READ
        try:
            if not hasattr(app.ctx, "serving"):
                app.ctx.serving = Serving(app)
                app.ctx.questions = Questions(app.ctx.serving.model)
                app.ctx.questions.start()
            await serving_in(app).join(channel, burst_s)
        except HeedError as error:  # to Sanic, it would be a page of its own insides
            raise SystemExit(f"Error: {error}") from error
        except OSError as error:
            raise SystemExit(f"Error: {sentence(error)}") from error

    @blueprint.listener("before_server_stop")
    async def stop(app: Sanic, _: Any) -> None:
        await serving_in(app).leave(channel)

    @blueprint.listener("after_server_stop")
    async def close(app: Sanic, _: Any) -> None:
        if hasattr(app.ctx, "serving"):  # once: not until now, since requests of Rasa's own channels may have used it
            await app.ctx.questions.stop()
            await serving_in(app).service.close()
            del app.ctx.serving


def serving(request: Request) -> Serving:
    """The session state and Rasa's agent of the server that got a request."""
    return serving_in(request.app)


def serving_in(app: Sanic) -> Serving:
    """The same of a server that has started."""
    found: Serving = app.ctx.serving
    return found
