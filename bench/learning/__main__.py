"""The learning loop: `python -m bench.learning [--short] [--only NAME]… [--port N]`.

*changeover*: promotions and rollbacks while customers write to two processes. *damage*: bundles cut, with flipped bits, with wrong sums,
with a pickle in them, with another encoder's index: none may be loaded. *poison*: forged logs; none of what they say may be promoted.
*suggestions*: CLINC150 with intents and labels hidden, suggested, reviewed and learnt. *page*: the review page in a real browser.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.intents.data import load
from bench.learning.changeover import changeover
from bench.learning.damage import damage
from bench.learning.loop import loop
from bench.learning.page import page_results
from bench.learning.poison import poison
from bench.results import FOLDER, Result, keep
from bot.workspace import Workspace
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader

RESULTS = FOLDER / "learning.json"
# Which intents and labels are hidden of a data set.
SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="fewer of each")
    parser.add_argument(
        "--only", action="append", choices=("changeover", "damage", "poison", "suggestions", "page"), help="one measure; may be given twice"
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/datasets"), help="the folder of public data sets")
    parser.add_argument("--port", type=int, help="where the servers listen; any free ones if none is given")
    chosen = parser.parse_args()
    names = chosen.only or ["poison", "damage", "changeover", "suggestions", "page"]
    with tempfile.TemporaryDirectory() as folder:
        if "poison" in names:
            keep(poison(Path(folder) / "poison"), RESULTS)
        if "damage" in names:
            keep(damage(Path(folder) / "damage", 10 if chosen.short else 200), RESULTS)
        if "changeover" in names:
            keep(asyncio.run(changeover(Path(folder) / "changeover", 4 if chosen.short else 20, chosen.port)), RESULTS)
        if "suggestions" in names:
            keep(_suggestions(chosen.data), RESULTS)
        if "page" in names:
            keep(page_results(30 if chosen.short else 300), RESULTS)


def _suggestions(data: Path) -> Iterator[Result]:
    encoders = Workspace().encoders
    return loop(load("clinc150", data), SEED, encoders, RememberingReader.load(encoders, TrainingSettings().encoder))


if __name__ == "__main__":
    main()
