"""A log whose format is known."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.raw_dialogues import RawDialogue

Pieces = Callable[[], Iterator[RawDialogue | BadRow]]
# What there is to say of a table, what of it is unsure, and a reader of its dialogues.
Table = tuple[tuple[str, ...], tuple[str, ...], Pieces]


@dataclass(frozen=True)
class Recognised:
    """A log whose format is known.

    Attributes:
        name: as a person is told; of an archive's member with its place in it.
        path: the file on the disk.
        format: the format's name.
        said: what was found out, a sentence each.
        unsure: what was guessed and should be looked at.
        pieces: reads the dialogues, whole or in pieces, from the begin; may be called again.
        whole: whether each comes as one piece, with words for the roles: then nothing needs to be gathered.
        parted: whether each message names its conversation, of which other messages may stand in another file.
        roles: what its codes and ids for those who speak mean, where another file says it.
        contacts: as `pieces`, but may leave out dialogues that hold neither an address nor a number; none if it can't be told sooner.
    """

    name: str
    path: Path
    format: str
    said: tuple[str, ...]
    unsure: tuple[str, ...]
    pieces: Pieces
    whole: bool = False
    contacts: Pieces | None = None
    parted: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)
