"""Runs the measurements: `python -m bench.importing [scale] [kills] [broken] [--before CHECKOUT] [--messages N] [--files N]`."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from bench.importing import broken, kills, scale
from bench.results import FOLDER, Result, keep

DATA = Path("../shared/datasets")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=[[], "scale", "kills", "broken"], help="all if none is named")
    parser.add_argument("--data", type=Path, default=DATA, help="public data sets")
    parser.add_argument("--before", type=Path, help="a checkout of an older Heed, to be measured beside")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=5_000)
    given = parser.parse_args()
    what = given.what or ["scale", "kills", "broken"]

    def results() -> Iterator[Result]:
        if "kills" in what:
            yield from kills.measure()
        if "broken" in what:
            yield from broken.measure(given.files)
        if "scale" in what:
            yield from scale.measure(given.data, given.messages, given.before)

    keep(results(), FOLDER / "importing.json")


main()
