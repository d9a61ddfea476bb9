"""Rasa's action endpoint, in Rasa's own process: runs the actions of look-ups, and sends all others to the company's action server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig

from bot.lookups.action_results import check_schema_once
from bot.lookups.answer import look_up
from bot.lookups.dialogue import Dialogue
from bot.lookups.form import LOOK_UP, ask, form_of, validate
from bot.lookups.settings import Lookup, read_lookups
from bot.state.wrong_tries import WrongTries
from bot.workspace import Workspace
from data.errors import HeedError

Call = Mapping[str, Any]
Result = dict[str, Any]


class NoActionServer(HeedError):
    """An action is none of Heed's, and `endpoints.yml` names no action server."""


class LookupEndpoint(EndpointConfig):
    """Answers as an action server does (https://rasa.com/docs/action-server/), without one."""

    def __init__(self, lookups: Mapping[str, Lookup], others: EndpointConfig | None, wrong_tries: WrongTries | None) -> None:
        """`others` is the company's own action server, if it has one."""
        super().__init__(others.url if others else None)
        self.others = others
        self._wrong_tries = wrong_tries
        self._actions: dict[str, Callable[[Call], Awaitable[Result]]] = {}
        for name, lookup in lookups.items():
            self._actions[f"validate_{form_of(name)}"] = partial(self._validate, name, lookup)
            self._actions[f"{LOOK_UP}{name}"] = partial(self._look_up, name, lookup)
            for slot in lookup.asks:
                self._actions[f"action_ask_{slot}"] = partial(self._ask, name, slot)

    async def request(self, method: str = "post", subpath: str | None = None, **kwargs: Any) -> Any:
        """Runs the action that Rasa calls.

        Raises:
            NoActionServer: nobody knows the action.
        """
        call = kwargs.get("json") or {}
        if action := self._actions.get(call.get("next_action", "")):
            return await action(call)
        if self.others is None:
            raise NoActionServer(
                f"no look-up in endpoints.yml brings the action {call.get('next_action')!r}, and it names no `action_endpoint`; "
                "look at the action's name, or start an action server"
            )
        return await self.others.request(method, subpath, **kwargs)

    async def _validate(self, name: str, lookup: Lookup, call: Call) -> Result:
        return {"events": validate(name, lookup, Dialogue.of(call["tracker"])), "responses": []}

    async def _ask(self, name: str, slot: str, call: Call) -> Result:
        return {"events": [], "responses": ask(name, slot, Dialogue.of(call["tracker"]))}

    async def _look_up(self, name: str, lookup: Lookup, call: Call) -> Result:
        templates = call.get("domain", {}).get("responses", {})
        events, responses = await look_up(name, lookup, Dialogue.of(call["tracker"]), templates, self._wrong_tries)
        return {"events": events, "responses": responses}


def serve_lookups(agent: Agent, wrong_tries: WrongTries | None = None) -> None:
    """Has an agent run the look-ups of the current workspace. Done once, it is done: called again, it changes nothing.

    Raises:
        SettingsError: `endpoints.yml` declares one that is not as it should be.
    """
    if isinstance(agent.action_endpoint, LookupEndpoint):
        return
    lookups = read_lookups(Workspace.current().endpoints)
    if lookups:
        check_schema_once()
        agent.action_endpoint = LookupEndpoint(lookups, agent.action_endpoint, wrong_tries)
        if agent.processor:
            agent.processor.action_endpoint = agent.action_endpoint
