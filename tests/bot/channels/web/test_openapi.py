"""The description at /chat/openapi.json is of the routes that there are."""

from typing import Any, cast

from sanic import Sanic

from bot.channels.web.channel import WebChannel
from bot.channels.web.routes.openapi import contract
from bot.channels.web.settings import WebSettings
from bot.channels.web.tokens import Tokens


async def _nothing(_: Any) -> None:
    pass


def test_the_description_and_the_routes_are_the_same() -> None:
    app = Sanic("contract")
    channel = WebChannel(WebSettings(), Tokens(b"k" * 32))
    app.blueprint(channel.blueprint(_nothing), url_prefix=channel.url_prefix())
    served = {
        (f"/{route.path}".replace("<upload:str>", "{upload}"), method.lower())
        for route in app.router.routes_all.values()
        for method in route.methods
        if "assets" not in route.path
    }
    described = {(path, method) for path, methods in contract()["paths"].items() for method in cast(dict[str, Any], methods)}
    assert served == described


def test_references_lead_somewhere() -> None:
    document = contract()

    def follow(part: Any) -> None:
        if isinstance(part, dict):
            if "$ref" in part:
                target: Any = document
                for name in part["$ref"].removeprefix("#/").split("/"):
                    target = target[name]
            for each in part.values():
                follow(each)
        elif isinstance(part, list):
            for each in part:
                follow(each)

    follow(document)
