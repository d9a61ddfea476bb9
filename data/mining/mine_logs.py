"""Mines question/answer pairs from whole logs."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from data.formats.bad_rows import BadRow
from data.formats.files.log_files import log_files
from data.formats.log_format import LogFormat
from data.formats.reading.dialogues import read_dialogues
from data.mining.pairs import mine
from data.parallel import Map, serial
from data.records import Pair


class Mined(NamedTuple):
    """The pairs of logs, in the logs' order, and the rows that had to be skipped."""

    pairs: list[Pair]
    bad: list[BadRow]


def mine_logs(
    logs: Path,
    mapper: Map = serial,
    report: Callable[[int, int], None] = lambda done, total: None,
    published: frozenset[str] = frozenset(),
) -> Mined:
    """Mines a log, or every log in a folder.

    Args:
        logs: the file or folder.
        mapper: where the logs are redacted once more; what comes out is the same.
        report: is called after each file with how many are done and how many there are.
        published: addresses and telephone numbers that the company has published (`data.redaction.own_contacts`).

    Raises:
        DataError: there are no logs, or one can't be read at all.
    """
    mined = Mined([], [])
    files = log_files(logs)
    for number, file in enumerate(files, start=1):
        for row in read_dialogues(file, LogFormat(published=published), mapper):
            if isinstance(row, BadRow):
                mined.bad.append(row)
            else:
                mined.pairs.extend(mine(row.dialogue))
        report(number, len(files))
    return mined
