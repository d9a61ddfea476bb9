"""What `heed index search` reads and shows: a file of questions, and the passages that were found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Column, Table

from bot.cli.output.terminal import Terminal, styled
from bot.decisions.evidence import passage_record
from data.errors import DataError

if TYPE_CHECKING:
    from retrieval.search.entries import Hit

out = Terminal()


@dataclass(frozen=True)
class Asked:
    """A question of a file: its text, what the customer said before, and what the search is narrowed to."""

    text: str
    earlier: Sequence[str]
    conditions: Sequence[str]
    id: Any = None


def read_queries(file: Path) -> Iterator[Asked]:
    """Reads the file.

    Raises:
        DataError: it can't be read, or a line is no question.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} can't be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"{file}:{number}: no JSON ({error})") from error
        row = {"query": row} if isinstance(row, str) else row
        text = next((row[name] for name in ("query", "question", "text") if row.get(name)), None) if isinstance(row, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise DataError(f'{file}:{number}: expected a line like {{"query": "where is my parcel?"}}. It was: {line[:80]}')
        conditions = [f"{name}={value}" for name, value in (row.get("filter") or {}).items()]
        yield Asked(text.strip(), [str(said) for said in row.get("earlier") or ()], conditions, row.get("id"))


def hit_record(hit: Hit) -> dict[str, Any]:
    """A passage as JSON: the newest dialogue that said it, and how sure it is that it answers."""
    newest = hit.passage.sources[0]
    return {
        "id": hit.passage.id,
        "dialogue": newest.dialogue,
        "date": newest.date and newest.date.isoformat(),
        "score": round(hit.score, 6),
        "count": hit.passage.count,
        "quality": hit.passage.quality,
        "outdated": hit.passage.outdated,
        "question": hit.question,
        **passage_record(hit),
    }


def show_hits(text: str, hits: Sequence[Hit]) -> None:
    """Shows what was found, the likeliest first; `heed index remove --id` takes the ids."""
    table = Table(Column("id", no_wrap=True), "probability", "asked before", "answered", "source", show_lines=True, title=text)
    for hit in sorted(hits, key=lambda hit: -hit.probability):  # of equals, in the search's order
        source = hit.passage.sources[0]
        more = f" and {hit.passage.count - 1} more" if hit.passage.count > 1 else ""
        warning = f"\noutdated: {hit.passage.outdated}" if hit.passage.outdated else ""
        where = styled(f"{source.dialogue} {source.date or ''}{more}", (warning, "yellow"))
        table.add_row(str(hit.passage.id), f"{hit.probability:.2f}", hit.question, hit.passage.text, where)
    out.print(table)
