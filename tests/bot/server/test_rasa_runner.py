"""What a server says when it gives a message up."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.server.rasa_runner import PLAIN_APOLOGY, Serving
from bot.state.turns.transaction import Turn, current_turn


class Agent:
    """Rasa's agent, as far as an apology needs it; its tracker store is away, or its generator has no such response."""

    def __init__(self, away: bool) -> None:
        self.tracker_store = self.nlg = self
        self.away = away

    async def get_or_create_tracker(self, *_: Any, **__: Any) -> None:
        if self.away:
            raise RuntimeError("can't be read")

    async def generate(self, *_: Any) -> dict[str, Any] | None:
        return None


@pytest.mark.parametrize("away", [True, False])
@pytest.mark.usefixtures("state")
def test_an_apology_is_said_even_where_it_cannot_be_worded(away: bool) -> None:
    async def main() -> list[dict[str, Any]]:
        serving = Serving(SimpleNamespace(ctx=SimpleNamespace(agent=Agent(away))), burst_s=0.0)
        turn = Turn("c", problem=RuntimeError("the history can't be read"))
        current_turn.set(turn)
        await serving._apologise(turn)
        await serving.service.stop()
        assert turn.problem is None
        return turn.replies

    assert asyncio.run(main()) == [{"text": PLAIN_APOLOGY}]
