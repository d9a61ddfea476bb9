"""GET /chat/openapi.json: the channel's requests, for programs that speak with it (OpenAPI 3.1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

FILE = Path(__file__).with_name("openapi.yml")


def contract() -> dict[str, Any]:
    document: dict[str, Any] = YAML(typ="safe", pure=True).load(FILE)
    return document


def serve_contract(chat: Blueprint) -> None:
    """Adds the route."""
    document = json.dumps(contract()).encode()

    @chat.get("/openapi.json")
    async def openapi(_: Request) -> HTTPResponse:
        return raw(document, headers={"Access-Control-Allow-Origin": "*"}, content_type="application/json")
