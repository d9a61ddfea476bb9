"""The short version of `make bench-widget`: nothing lost, nothing doubled, nothing run, nothing that axe-core finds."""

import asyncio

import pytest

from bench.web.widget import MEASURES, measure
from bench.web.widget_access import AXE
from tests.support.rasa_process import RasaProcess


@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("name", [name for name in MEASURES if name != "speed"])
def test_it_holds(server: RasaProcess, name: str) -> None:
    if name == "access" and not AXE.is_file():
        pytest.skip("axe-core is not there (`npm ci` in bot/ui, which .ci/run does where npm is)")
    results = asyncio.run(measure(server, name, short=True))
    assert results
    assert [result for result in results if not result.holds] == []
