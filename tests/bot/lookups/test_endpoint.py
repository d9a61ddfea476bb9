"""Actions of look-ups run in Rasa's process; all others go to the company's action server."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.utils.endpoints import EndpointConfig

from bot.lookups.endpoint import LookupEndpoint, NoActionServer, serve_lookups
from bot.workspace import Workspace
from tests.conftest import ROOT
from tests.support.lookup_dialogue import lookup
from tests.support.odd_shop import odd_shop

TRACKER = {"slots": {"order_number": "1", "order_contact": "ada@example.com"}, "events": [], "latest_message": {"text": "hi"}}


class ActionServer(EndpointConfig):
    """Stands for the company's own."""

    async def request(self, method: str = "post", subpath: str | None = None, **kwargs: Any) -> Any:
        return {"events": [], "responses": [{"text": kwargs["json"]["next_action"]}]}


def run(endpoint: LookupEndpoint, action: str) -> Any:
    call = {"next_action": action, "tracker": TRACKER, "domain": {"responses": {}}}
    return asyncio.run(endpoint.request(json=call, method="post", timeout=1, compress=False))


def test_its_own_actions() -> None:
    with odd_shop() as shop:
        endpoint = LookupEndpoint({"order": lookup(shop.url)}, None, None)
        assert run(endpoint, "action_ask_order_contact")["responses"] == [{"response": "utter_ask_order_contact"}]
        assert run(endpoint, "validate_order_form")["responses"] == []
        said = run(endpoint, "action_look_up_order")["responses"]
    assert said == [{"response": "utter_order_status_other", "status": "shipped"}]


def test_others_go_to_the_action_server() -> None:
    assert run(LookupEndpoint({"order": lookup()}, ActionServer("http://x.example"), None), "action_book")["responses"] == [
        {"text": "action_book"}
    ]
    with pytest.raises(NoActionServer, match="action_book"):
        run(LookupEndpoint({"order": lookup()}, None, None), "action_book")


def test_an_agent_gets_it_once(tmp_path: Path) -> None:
    agent: Any = SimpleNamespace(action_endpoint=None, processor=SimpleNamespace(action_endpoint=None))
    with Workspace(tmp_path).used():
        serve_lookups(agent)
    assert agent.action_endpoint is None  # none are declared
    with Workspace(ROOT).used():
        serve_lookups(agent)
        endpoint = agent.processor.action_endpoint
        assert isinstance(endpoint, LookupEndpoint)
        serve_lookups(agent)
    assert agent.processor.action_endpoint is agent.action_endpoint is endpoint
