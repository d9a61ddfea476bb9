"""Brings the pieces of dialogues together, wherever in a file they stand, in flat memory: on the disk, in a file without a name
that is gone when the process is, however it ends.
"""

import hashlib
import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from data.formats.raw_dialogues import RawDialogue

# Pieces that are written in one go.
AT_ONCE = 2_000
# Messages of one dialogue that are held in memory; one with more is cut.
MOST_MESSAGES = 5_000


class Spool:
    """Pieces in, whole dialogues out, in the order of their first pieces."""

    def __init__(self) -> None:
        self._pieces = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", "cache_size=-8000"):
            self._pieces.execute(f"PRAGMA {pragma}")
        self._pieces.execute("CREATE TABLE pieces (number INTEGER PRIMARY KEY, dialogue INTEGER, content BLOB)")

    def fill(self, pieces: Iterable[RawDialogue]) -> None:
        """Takes pieces in."""
        numbered = ((_number(piece.name), pickle.dumps(tuple(piece), 5)) for piece in pieces)
        while some := list(islice(numbered, AT_ONCE)):
            self._pieces.execute("BEGIN")
            self._pieces.executemany(
                "INSERT INTO pieces (dialogue, content) VALUES (coalesce(?, (SELECT -coalesce(max(number), 0) - 1 FROM pieces)), ?)", some
            )
            self._pieces.execute("COMMIT")

    def dialogues(self) -> Iterator[RawDialogue]:
        """The dialogues; may be asked for again."""
        self._pieces.execute("CREATE INDEX IF NOT EXISTS by_dialogue ON pieces (dialogue)")
        rows = self._pieces.execute(
            "SELECT pieces.dialogue, content FROM (SELECT dialogue, min(number) AS first FROM pieces GROUP BY dialogue) AS whole "
            "JOIN pieces ON pieces.dialogue = whole.dialogue ORDER BY whole.first, number"
        )
        current: RawDialogue | None = None
        of = None
        for dialogue, content in rows:
            piece = RawDialogue(*pickle.loads(content))
            if current is not None and dialogue == of and len(current.messages) < MOST_MESSAGES:
                current.messages.extend(piece.messages)
                current = _about(current, piece)
            else:
                if current is not None:
                    yield current
                current, of = piece, dialogue
        if current is not None:
            yield current

    def close(self) -> None:
        """Gives the disk's space back."""
        self._pieces.close()


def _number(name: str) -> int | None:
    """The number of a dialogue by its name; none for one without a name, which is whole."""
    if not name:
        return None
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def _about(first: RawDialogue, other: RawDialogue) -> RawDialogue:
    """What is known of a dialogue, by all its pieces: the first that says something."""
    return first._replace(
        **{
            name: getattr(other, name)
            for name in ("date", "product", "tags", "rating", "comment")
            if not getattr(first, name) and getattr(other, name)
        }
    )
