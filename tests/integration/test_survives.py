"""The short versions of `make chaos`: real servers, killed and starved while customers write. Counts are asserted, times are not."""

import asyncio
import os
from pathlib import Path

import pytest

from bench.state.chaos import SCENARIOS
from bench.state.place import Place
from bot.state.redis.url import VARIABLE
from tests.support import tiny
from tests.support.rasa_process import free_port

OFTEN = {"mid_turn"}
SELDOM = pytest.mark.skipif("HEED_CHAOS" not in os.environ, reason="takes long: run by `make chaos`, which sets HEED_CHAOS")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Place:
    folder, actions_port = tmp_path_factory.mktemp("chaos"), free_port()
    tiny.write(folder, actions_port)
    return Place(folder, tiny_model, actions_port, short=True)


@pytest.mark.parametrize("name", [pytest.param(name, marks=[] if name in OFTEN else SELDOM) for name in SCENARIOS])
def test_nothing_accepted_is_lost_doubled_or_disordered(place: Place, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")  # put back afterwards, whatever the scenario sets
    results = asyncio.run(SCENARIOS[name](place))
    assert results
    assert [result for result in results if result.holds is False and result.unit not in ("s", "ms")] == []
