"""What machines ask a server: whether it lives, whether it is ready, and its metrics for Prometheus.

    GET /health/live    200 while the process answers
    GET /health/ready   200, or 503: {"model": …, "redis": …, "worker": …}, each true or false
    GET /metrics        Prometheus' text format: on an address of its own, or with a token; nowhere if neither is set

`credentials.yml` names it as a channel, since that is where Rasa takes routes from.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw
from sanic.response import json as json_response

from bot.metrics import CONTENT_TYPE
from bot.server.http.errors import BadRequest, handle
from bot.server.http.protocol import Guarded
from bot.server.lifecycle import serve_state, serving
from data.errors import SettingsError
from data.settings import check_settings, read_settings

SHORTEST_TOKEN = 16


@dataclass(frozen=True)
class HealthSettings:
    """Who may read the metrics; nobody if nothing is set.

    Attributes:
        metrics_token: what stands as `Authorization: Bearer …` in a request for them, 16 characters at least.
        metrics_address: where they are served without one, as `127.0.0.1:9464`; nothing else is.
    """

    metrics_token: str = ""
    metrics_address: str = ""

    def __post_init__(self) -> None:
        check_settings(self)
        if 0 < len(self.metrics_token) < SHORTEST_TOKEN:
            raise SettingsError(f"metrics_token must have {SHORTEST_TOKEN} characters at least. It had: {len(self.metrics_token)}")
        _ = self.place

    @property
    def place(self) -> tuple[str, int] | None:
        """The host and the port of the metrics' own address."""
        if not self.metrics_address:
            return None
        host, _, port = self.metrics_address.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
            raise SettingsError(f"metrics_address must be a host and a port, as 127.0.0.1:9464. It was: {self.metrics_address!r}")
        return host.strip("[]"), int(port)


class HealthChannel(InputChannel):
    """Serves the health of a server process, whichever of Heed's other channels are there."""

    def __init__(self, settings: HealthSettings | None = None) -> None:
        self.settings = settings or HealthSettings()

    @classmethod
    def name(cls) -> str:
        return "health"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> HealthChannel:
        """Reads the settings.

        Raises:
            SettingsError: one of them can't be used.
        """
        try:
            return cls(read_settings(HealthSettings, credentials or {}))
        except SettingsError as problem:
            raise SettingsError(f"the health channel in credentials.yml: {problem}") from None

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        health = Blueprint("heed_health", __name__)
        serve_state(health, self.name())
        self._serve_apart(health)

        @health.get("health/live")
        async def live(_: Request) -> HTTPResponse:
            return json_response({"live": True})

        @health.get("health/ready")
        async def ready(request: Request) -> HTTPResponse:
            found = serving(request)
            parts = {"model": found.model.ready, "redis": found.service.redis_ready, "worker": found.service.worker_ready}
            return json_response(parts, status=200 if all(parts.values()) else 503)

        @health.get("metrics")
        async def metrics(request: Request) -> HTTPResponse:
            if not self._apart(request):
                self._check_token(request)
            return raw(await serving(request).service.exposition(), content_type=CONTENT_TYPE)

        handle(health)
        return health

    def _check_token(self, request: Request) -> None:
        wanted = self.settings.metrics_token
        if not wanted:
            raise BadRequest(
                403, "forbidden", "metrics are served with metrics_token or on metrics_address; credentials.yml sets neither for here"
            )
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, f"Bearer {wanted}".encode()):
            raise BadRequest(401, "token_invalid", "give the token of credentials.yml as `Authorization: Bearer …`")

    def _apart(self, request: Request) -> bool:
        """Whether a request came to the metrics' own address."""
        place: tuple[str, int] | None = self.settings.place
        here: Any = request.transport.get_extra_info("sockname") if request.transport else None
        return place is not None and bool(here) and here[1] == place[1]

    def _serve_apart(self, health: Blueprint) -> None:
        """Opens the metrics' own address, and lets nothing else be asked there."""
        if not (place := self.settings.place):
            return

        async def check(request: Request) -> HTTPResponse | None:
            if self._apart(request) and request.path != "/metrics":
                return BadRequest(404, "not_found", "only /metrics is served here").answer()
            return None

        @health.listener("before_server_start")
        async def begin(app: Sanic, _: Any) -> None:
            app.request_middleware.appendleft(check)

        @health.listener("after_server_start")
        async def start(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            protocol = partial(Guarded, loop=loop, app=app, connections=set(), state={"requests_count": 0})
            try:
                app.ctx.metrics = await loop.create_server(protocol, *place, reuse_port=True)
            except OSError as problem:
                raise SystemExit(f"metrics_address {self.settings.metrics_address} can't be used: {problem}") from problem

        @health.listener("before_server_stop")
        async def stop(app: Sanic, _: Any) -> None:
            app.ctx.metrics.close()
