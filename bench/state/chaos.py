"""What survives: processes killed, Redis stopped, frozen, full or killed, a master lost. `make chaos`, or `--short` for minutes.

    python -m bench.state.chaos [--short] [--only NAME]…

Real `rasa run` processes with a tiny model, a real redis-server; customers write all the while. Afterwards every accepted
message must have been answered, once, in order.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bench.results import Result, keep
from bench.state.handovers import handovers
from bench.state.killed_processes import kills, mid_turn
from bench.state.outages import failover, frozen, full, read_only, redis_killed, stopped
from bench.state.place import RESULTS, Place
from bench.state.simultaneous import concurrency, handover, long_action
from bot.server.model.tuning import settle
from tests.support.rasa_process import free_port
from tests.support.tiny import train

SCENARIOS: dict[str, Callable[[Place], Coroutine[Any, Any, list[Result]]]] = {
    "kills": kills,
    "concurrency": concurrency,
    "handover": handover,
    "handovers": handovers,
    "mid_turn": mid_turn,
    "long_action": long_action,
    "stopped": stopped,
    "frozen": frozen,
    "full": full,
    "read_only": read_only,
    "redis_killed": redis_killed,
    "failover": failover,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="minutes, not hours")
    parser.add_argument("--only", action="append", choices=SCENARIOS, help="one scenario; may be given several times")
    chosen = parser.parse_args()
    settle()  # its own pauses are not the servers'
    with tempfile.TemporaryDirectory() as folder:
        actions_port = free_port()
        place = Place(Path(folder), train(Path(folder), actions_port), actions_port, chosen.short)
        for name in chosen.only or SCENARIOS:
            keep(asyncio.run(SCENARIOS[name](place)), RESULTS)


if __name__ == "__main__":
    main()
