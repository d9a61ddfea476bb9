"""Known holes in what requirements-dev.lock pins: `make audit`.

    python -m bench.audit [LOCK]

The table `vulnerabilities.json` is kept by hand; it has a date. A pinned package with a hole that is open fails, unless the table says why
the hole can't be reached. Exit code 1 if one can, or if nobody has looked for new ones for a quarter of a year.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

TABLE = Path(__file__).with_name("vulnerabilities.json")
LONGEST_DAYS = 92
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Hole:
    """A published weakness of a package.

    Attributes:
        fixed: the first version without it; empty if there is none.
        safe: why it can't be reached here, where the version can't be raised; empty if that isn't so.
    """

    package: str
    id: str
    fixed: str
    what: str
    safe: str


@dataclass(frozen=True)
class Known:
    """The table: what is known, and when that was last looked up."""

    checked: date
    sources: str
    holes: list[Hole]


def known(table: Path = TABLE) -> Known:
    return msgspec.json.decode(table.read_bytes(), type=Known)


def pinned(lock: str) -> dict[str, str]:
    """The versions that a lock file pins, by the package's normalised name."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PINNED.findall(lock)}


def open_holes(versions: dict[str, str], holes: list[Hole]) -> list[Hole]:
    """Those that the pinned versions have."""
    return [hole for hole in holes if hole.package in versions and (not hole.fixed or _parts(versions[hole.package]) < _parts(hole.fixed))]


def _parts(version: str) -> tuple[int, ...]:
    found = tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0]))
    return found + (0,) * (6 - len(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("lock", nargs="?", type=Path, default=Path("requirements-dev.lock"))
    versions = pinned(parser.parse_args().lock.read_text(encoding="utf-8"))
    told = known()
    found = open_holes(versions, told.holes)
    table = Table("package", "pinned", "hole", "what", "why it can't be reached")
    for hole in found:
        table.add_row(hole.package, versions[hole.package], hole.id, hole.what, hole.safe or "[red]it can[/red]")
    out = Console(width=160)
    out.print(table)
    age = (date.today() - told.checked).days
    out.print(f"{len(versions)} packages, {len(told.holes)} known holes as of {told.checked} ({told.sources}): {len(found)} open.")
    if age > LONGEST_DAYS:
        out.print(f"[red]Nobody has looked for new ones for {age} days: read the advisories, then set `checked` in {TABLE.name}.[/red]")
    if age > LONGEST_DAYS or not all(hole.safe for hole in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
