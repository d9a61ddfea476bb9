"""Rasa's own HTTP API (`rasa run --enable-api`) shows and changes everything: without a token, no server starts with it."""

from __future__ import annotations

import inspect
from typing import Any

from sanic import Sanic

# A route of the API that Rasa keeps behind its token, wherever it serves the API.
GUARDED = "conversations/<conversation_id:path>/tracker"


def refuse_open_api(app: Sanic) -> bool:
    """Whether a server has Rasa's API.

    Raises:
        SystemExit: it has, and nobody needs a token for it.
    """
    handlers = [route.handler for route in app.router.routes if str(route.path).strip("/") == GUARDED]
    if handlers and not app.config.get("USE_JWT") and not any(map(_token, handlers)):
        raise SystemExit(
            "`rasa run --enable-api` without a token lets anybody read and change conversations, and remove the model. Add --auth-token "
            "with a long random word, or --jwt-secret; or leave --enable-api out: the chat doesn't need it."
        )
    return bool(handlers)


def _token(handler: Any) -> str:
    """The token that Rasa's decorator `requires_auth` was given; Rasa keeps it nowhere else."""
    while handler is not None:
        function = getattr(handler, "func", handler)
        found = inspect.getclosurevars(function).nonlocals.get("token") if inspect.isfunction(function) else None
        if found:
            return str(found)
        handler = getattr(handler, "__wrapped__", None)
    return ""
