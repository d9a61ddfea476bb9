"""The short version of `make bench-widget`: nothing lost, nothing doubled, nothing run, nothing that axe-core finds."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from bench.chromium import found
from bench.tiny import RasaProcess
from bench.widget import MEASURES, measure, shop
from bench.widget_access import AXE


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaProcess]:
    if found() is None:
        reason = "no Chromium on this machine"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with shop(tmp_path_factory.mktemp("shopfront")) as running:
        yield running


@pytest.mark.parametrize("name", [name for name in MEASURES if name != "speed"])
def test_it_holds(server: RasaProcess, name: str) -> None:
    if name == "access" and not AXE.is_file():
        pytest.skip("axe-core is not there (`npm ci` in bot/widget, which .ci/run does where npm is)")
    results = asyncio.run(measure(server, name, short=True))
    assert results
    assert [result for result in results if not result.holds] == []
