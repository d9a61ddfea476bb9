"""The learning loop: `python -m bench.learning [--short] [--only NAME]… [--port N]`.

*changeover*: promotions and rollbacks while customers write to two processes. *damage*: bundles cut, with flipped bits, with wrong sums,
with a pickle in them, with another encoder's index: none may be loaded. *poison*: forged logs; none of what they say may be promoted.
*good-answers*: to how many good answers the gate objects.
*suggestions*: CLINC150 with intents and labels hidden, suggested, reviewed and learnt. *rounds*: ten rounds of that, with new intents each.
*published*: new intents as they are discovered in papers. *product*: the sample shop learns of a product from forty dialogues and ten
decisions, of two in turn. *page*: the review page in a real browser. *airlines*: from a company's dialogues to its assistant, by a clock.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.intents.data import Dataset, load
from bench.learning.airlines import airlines
from bench.learning.changeover import changeover
from bench.learning.damage import damage
from bench.learning.good_answers import good_answers
from bench.learning.loop import loop
from bench.learning.page import page_results
from bench.learning.poison import poison
from bench.learning.product import products
from bench.learning.published import published
from bench.learning.rounds import rounds
from bench.results import FOLDER, Result, keep
from bot.workspace import Workspace
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader

RESULTS = FOLDER / "learning.json"
MEASURES = ("poison", "good-answers", "damage", "changeover", "suggestions", "rounds", "published", "product", "page", "airlines")
# Which intents and labels are hidden of a data set.
SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="fewer of each")
    parser.add_argument("--only", action="append", choices=MEASURES, help="one measure; may be given twice")
    parser.add_argument("--data", type=Path, default=Path("../shared/datasets"), help="the folder of public data sets")
    parser.add_argument("--port", type=int, help="where the servers listen; any free ones if none is given")
    chosen = parser.parse_args()
    names = chosen.only or MEASURES
    with tempfile.TemporaryDirectory() as folder:
        if "poison" in names:
            keep(poison(Path(folder) / "poison"), RESULTS)
        if "good-answers" in names:
            keep(good_answers(Path(folder) / "good"), RESULTS)
        if "damage" in names:
            keep(damage(Path(folder) / "damage", 10 if chosen.short else 200), RESULTS)
        if "changeover" in names:
            keep(asyncio.run(changeover(Path(folder) / "changeover", 4 if chosen.short else 20, chosen.port)), RESULTS)
        if "suggestions" in names:
            keep(_on("clinc150", chosen.data, loop), RESULTS)
        if "rounds" in names:
            keep(_on("clinc150", chosen.data, rounds), RESULTS)
        if "published" in names:
            for name in ("banking77", "clinc150"):
                keep(_on(name, chosen.data, published), RESULTS)
        if "product" in names:
            keep(products(Path(folder) / "product"), RESULTS)
        if "page" in names:
            keep(page_results(30 if chosen.short else 300), RESULTS)
        if "airlines" in names:
            keep(airlines(Path(folder), chosen.data, chosen.port), RESULTS)


def _on(dataset: str, data: Path, measure: Callable[[Dataset, int, Path, RememberingReader], Iterator[Result]]) -> Iterator[Result]:
    encoders = Workspace().encoders
    return measure(load(dataset, data), SEED, encoders, RememberingReader.load(encoders, TrainingSettings().encoder))


if __name__ == "__main__":
    main()
