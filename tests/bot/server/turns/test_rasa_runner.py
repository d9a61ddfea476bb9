"""How a server has messages answered by Rasa, and what it says when it gives one up."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.serving import Serving
from bot.server.turns.rasa_runner import PLAIN_APOLOGY, RasaRunner
from bot.state.messages import Inbound
from bot.state.turns.inbox import Waiting
from bot.state.turns.transaction import TurnTransaction, current_turn


class Agent:
    """Rasa's agent, as far as a turn needs it; its tracker store is away, or its generator has no such response."""

    def __init__(self, away: bool = False) -> None:
        self.tracker_store = self.nlg = self.processor = self
        self.away, self.action_endpoint = away, None
        self.channels: list[Any] = []

    def is_ready(self) -> bool:
        return True

    async def get_or_create_tracker(self, *_: Any, **__: Any) -> None:
        if self.away:
            raise RuntimeError("can't be read")

    async def generate(self, action: str, tracker: Any, channel: str) -> dict[str, Any] | None:
        self.channels.append(channel)
        return None

    async def handle_message(self, message: Any) -> None:
        self.channels += [message.input_channel, message.output_channel.name()]
        await message.output_channel.send_response("c", {"text": "hi", "unknown": 1, "buttons": []})
        turn = current_turn.get()
        assert turn
        turn.tracked = SimpleNamespace(tracker=DialogueStateTracker.from_events("c", []))  # type: ignore[assignment]


def run(agent: Agent, step: str) -> TurnTransaction:
    """What a turn has after `answer` or `apologise`."""

    async def main() -> TurnTransaction:
        serving = Serving(SimpleNamespace(ctx=SimpleNamespace(agent=agent)))
        turn = TurnTransaction("c", messages=[Waiting("1-1", Inbound("c", "m1", "hello", "telegram"), 1)], problem=None)
        if step == "apologise":
            turn.problem = RuntimeError("the history can't be read")
        current_turn.set(turn)
        await getattr(RasaRunner(serving.model, serving.people, serving.service), step)(turn)
        await serving.service.close()
        return turn

    return asyncio.run(main())


@pytest.mark.parametrize("away", [True, False])
@pytest.mark.usefixtures("state")
def test_an_apology_is_said_even_where_it_cannot_be_worded(away: bool) -> None:
    turn = run(Agent(away), "apologise")
    assert turn.problem is None
    assert turn.replies == [{"text": PLAIN_APOLOGY}]


@pytest.mark.usefixtures("state")
def test_rasa_is_told_the_channel_that_a_message_came_through() -> None:
    agent = Agent()
    assert run(agent, "answer").replies == [{"text": "hi"}]
    run(agent, "apologise")
    assert agent.channels == ["telegram", "telegram", "telegram"]
