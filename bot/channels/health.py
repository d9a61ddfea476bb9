"""What machines ask a server: whether it lives, whether it is ready, and its metrics for Prometheus.

    GET /health/live    200 while the process answers
    GET /health/ready   200, or 503: {"model": …, "redis": …, "worker": …}, each true or false
    GET /metrics        Prometheus' text format

`credentials.yml` names it as a channel, since that is where Rasa takes routes from.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw
from sanic.response import json as json_response

from bot.server.lifecycle import serve_state, serving


class HealthChannel(InputChannel):
    """Serves the health of a server process, whichever of Heed's other channels are there."""

    @classmethod
    def name(cls) -> str:
        return "health"

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        health = Blueprint("heed_health", __name__)
        serve_state(health, self.name())

        @health.get("health/live")
        async def live(_: Request) -> HTTPResponse:
            return json_response({"live": True})

        @health.get("health/ready")
        async def ready(request: Request) -> HTTPResponse:
            found = serving(request)
            parts = {"model": found.model_ready, "redis": found.service.redis_ready, "worker": found.service.worker_ready}
            return json_response(parts, status=200 if all(parts.values()) else 503)

        @health.get("metrics")
        async def metrics(request: Request) -> HTTPResponse:
            return raw(await serving(request).service.exposition(), content_type=CONTENT_TYPE_LATEST)

        return health
