"""The dialogues that earlier imports left in a folder: which there are, so that none comes twice and none is lost.

They are remembered in a file without a name, so that a million of them takes no memory.
"""

import datetime
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from data.records import content_id


class Known(NamedTuple):
    """What is remembered of a dialogue.

    Attributes:
        turns: how many it has.
        content, first, last: hashes of all that is known of it, of what was said first, and last.
        day: its date as an ordinal, 0 for none.
        file: the number of the file that it is kept in, as `KeptLogs` counts them.
        line: of one that this import brings, where it came from; else 0.
    """

    turns: int
    content: int
    first: int
    last: int
    day: int
    file: int
    line: int

    def is_same(self, other: "Known") -> bool:
        """Whether both are one dialogue, maybe at different times: they begin alike, or in one file (redacted otherwise) end alike."""
        return self.first == other.first or (self.file, self.turns, self.last, self.day) == (other.file, other.turns, other.last, other.day)


def known_of(record: Mapping[str, Any], file: int, line: int = 0) -> Known:
    """What is to be remembered of a record, as a log is kept."""
    turns = record["turns"]
    texts = [f"{turn.get('role')}\x1f{turn.get('text')}\x1f{turn.get('rating', '')}" for turn in turns]
    about = "\x1f".join(str(record.get(name) or "") for name in ("date", "product", "tags", "rating", "comment"))
    try:
        day = datetime.date.fromisoformat(str(record.get("date"))).toordinal()
    except ValueError:
        day = 0
    return Known(
        len(turns),
        content_id(about, *texts),
        content_id(str(turns[0].get("text"))),
        content_id(str(turns[-1].get("text"))),
        day,
        file,
        line,
    )


class KeptLogs:
    """The dialogues of a folder, by their ids."""

    def __init__(self) -> None:
        self._files: dict[Path, int] = {}
        self._known = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16000"):
            self._known.execute(f"PRAGMA {pragma}")
        self._known.execute("CREATE TABLE known (id INTEGER PRIMARY KEY, turns, content, first, last, day, file, line)")
        self._known.execute("BEGIN")

    def number_of(self, file: Path) -> int:
        """The number by which a file is remembered."""
        return self._files.setdefault(file, len(self._files))

    def file_of(self, number: int) -> Path:
        return next(file for file, its in self._files.items() if its == number)

    def add_file(self, file: Path) -> None:
        """Remembers the dialogues of a log as it is kept."""
        number = self.number_of(file)
        for record in records_in(file):
            if record is not None:
                self.remember(str(record["id"]), known_of(record, number))

    def remember(self, id: str, known: Known) -> None:
        self._known.execute("INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (content_id(id), *known))

    def find(self, id: str) -> Known | None:
        """What is known under an id."""
        row = self._known.execute(
            "SELECT turns, content, first, last, day, file, line FROM known WHERE id = ?", (content_id(id),)
        ).fetchone()
        return Known(*row) if row else None

    def close(self) -> None:
        self._known.close()


def records_in(file: Path) -> Iterator[dict[str, Any] | None]:
    """The records of a log as it is kept, a line each; none for a line that isn't one."""
    with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for line in lines:
            yield record_of(line)


def record_of(line: str) -> dict[str, Any] | None:
    """A line of a log as it is kept: an object with an id and turns; none for another."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    good = (
        isinstance(record, dict)
        and "id" in record
        and isinstance(record.get("turns"), list)
        and all(isinstance(turn, dict) for turn in record["turns"])
    )
    return record if good and record["turns"] else None
