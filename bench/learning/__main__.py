"""The learning loop: `python -m bench.learning [--short] [--only NAME]… [--port N]`.

*changeover*: promotions and rollbacks while customers write to two processes. *damage*: bundles cut, with flipped bits, with wrong sums,
with a pickle in them, with another encoder's index: none may be loaded. *poison*: forged logs; none of what they say may be promoted.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from bench.learning.changeover import changeover
from bench.learning.damage import damage
from bench.learning.poison import poison
from bench.results import FOLDER, keep

RESULTS = FOLDER / "learning.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="fewer of each")
    parser.add_argument("--only", action="append", choices=("changeover", "damage", "poison"), help="one measure; may be given twice")
    parser.add_argument("--port", type=int, help="where the servers listen; any free ones if none is given")
    chosen = parser.parse_args()
    names = chosen.only or ["poison", "damage", "changeover"]
    with tempfile.TemporaryDirectory() as folder:
        if "poison" in names:
            keep(poison(Path(folder) / "poison"), RESULTS)
        if "damage" in names:
            keep(damage(Path(folder) / "damage", 10 if chosen.short else 200), RESULTS)
        if "changeover" in names:
            keep(asyncio.run(changeover(Path(folder) / "changeover", 4 if chosen.short else 20, chosen.port)), RESULTS)


if __name__ == "__main__":
    main()
