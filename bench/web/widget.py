"""What the chat widget promises, in a real browser against a real server: `make bench-widget`, or `--short` for a minute.

    python -m bench.web.widget [--short] [--only NAME]…

Real headless Chromium, a real redis-server, and a real `rasa run` with an assistant that says what it is told to
(`tests/support/scripted_replies.py`).
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path

from bench.results import FOLDER, Result, keep
from bench.web.widget_access import accessible
from bench.web.widget_page import Place
from bench.web.widget_safety import safe
from bench.web.widget_speed import fast
from bench.web.widget_survival import killed, offline, reloaded, two_tabs
from tests.support.chromium import chromium
from tests.support.rasa_process import RasaProcess
from tests.support.tiny import served

RESULTS = FOLDER / "widget.json"
MEASURES: dict[str, Callable[[Place], Coroutine[None, None, list[Result]]]] = {
    "reload": reloaded,
    "tabs": two_tabs,
    "offline": offline,
    "kill": killed,
    "safety": safe,
    "access": accessible,
    "speed": fast,
}


async def measure(server: RasaProcess, name: str, short: bool) -> list[Result]:
    """One of the measures, in a browser of its own."""
    async with chromium() as browser:
        return await MEASURES[name](Place(browser, server, short))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--short", action="store_true", help="a few conversations, seconds offline; nothing is written to the results")
    parser.add_argument("--only", action="append", choices=list(MEASURES), help="may be given more than once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        for name in options.only or MEASURES:
            results = asyncio.run(measure(server, name, options.short))
            keep(results, Path(folder) / "results.json" if options.short else RESULTS)


if __name__ == "__main__":
    main()
