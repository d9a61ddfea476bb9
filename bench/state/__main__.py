"""What conversations on Redis cost: `make bench-state`.

    python -m bench.state [--short] [--only NAME]… [--minutes N] [--stock ARCHIVE]

*cost*: reading and saving one turn, at a conversation's 10th to 2,000th, beside Rasa's own Redis store, with the same events
in the same run. *load*: whole turns through the web channel, beside stock Rasa's REST channel with the stock pipeline.
*flood*: one customer sends 5 MB bodies from 50 connections while others write. *steady*: memory, keys and descriptors over time.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bench.results import Result, keep
from bench.state.cost import cost
from bench.state.flood import flood
from bench.state.load import load
from bench.state.place import RESULTS, Place
from bench.state.steady import steady
from bot.server.model.tuning import settle
from tests.support.tiny import train

MEASURES: dict[str, Callable[[Place, float], Coroutine[Any, Any, list[Result]]]] = {
    "cost": cost,
    "load": load,
    "flood": flood,
    "steady": steady,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="minutes, not hours")
    parser.add_argument("--only", action="append", choices=MEASURES, help="one measure; may be given several times")
    parser.add_argument("--stock", type=Path, help="stock Rasa's archive, trained on the same data; it is trained if none is given")
    parser.add_argument("--minutes", type=float, help="how long load and steady take; 1 and 60 if not given")
    chosen = parser.parse_args()
    settle()  # its own pauses are not the servers'
    with tempfile.TemporaryDirectory() as folder:
        names = chosen.only or list(MEASURES)
        tiny = {"flood", "steady"} & set(names)
        model = train(Path(folder)) if tiny else Path()
        for name in names:
            minutes = chosen.minutes or {"steady": 2.0 if chosen.short else 60.0}.get(name, 0.2 if chosen.short else 1.0)
            keep(asyncio.run(MEASURES[name](Place(Path(folder), model, 1, chosen.short, chosen.stock), minutes)), RESULTS)


if __name__ == "__main__":
    main()
