"""Whether the web channel keeps conversations apart, and stands whatever it is sent; what idle event streams cost: `make bench-channel`.

    python -m bench.web.channel [--short] [--only NAME]…

A real `rasa run` with a tiny model, a real redis-server. Results go into `bench/results/widget.json`.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from bench.results import FOLDER, keep
from bench.web.channel_break_ins import attempts
from bench.web.channel_requests import cases
from bench.web.channel_streams import idle_streams
from tests.support.tiny import served

RESULTS = FOLDER / "widget.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="seconds, not minutes")
    parser.add_argument("--only", action="append", choices=["attempts", "cases", "streams"], help="one part; may be given several times")
    chosen = parser.parse_args()
    names = chosen.only or ["attempts", "cases", "streams"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder) as process:
            if "attempts" in names:
                keep(attempts(process.url, folder, 50 if chosen.short else 500), RESULTS)
            if "cases" in names:
                keep(cases(process.url, 200 if chosen.short else 10_100), RESULTS)
            if "streams" in names:
                keep(asyncio.run(idle_streams(process, 100 if chosen.short else 1_000, 100 if chosen.short else 300)), RESULTS)


if __name__ == "__main__":
    main()
