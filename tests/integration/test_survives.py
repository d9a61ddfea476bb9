"""The short versions of `make chaos`: real servers, killed and starved while customers write. Counts are asserted, times are not."""

import asyncio
import os
from pathlib import Path

import pytest

from bench.chaos import SCENARIOS, Place
from bench.tiny import train
from bench.turn import free_port
from bot.state.connection import VARIABLE

OFTEN = {"mid_turn"}
SELDOM = pytest.mark.skipif("HEED_CHAOS" not in os.environ, reason="takes long: run by `make chaos`, which sets HEED_CHAOS")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder, actions_port = tmp_path_factory.mktemp("chaos"), free_port()
    return Place(folder, Path(train(folder, actions_port)), actions_port, short=True)


@pytest.mark.parametrize("name", [pytest.param(name, marks=[] if name in OFTEN else SELDOM) for name in SCENARIOS])
def test_nothing_accepted_is_lost_doubled_or_disordered(place: Place, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")  # put back afterwards, whatever the scenario sets
    results = asyncio.run(SCENARIOS[name](place))
    assert results
    assert [result for result in results if result.holds is False and result.unit not in ("s", "s at most", "ms")] == []
