"""Which files are logs, how they are opened, and rows that can not be used."""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from data.errors import DataError

ENDINGS = (".jsonl", ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was skipped, and why."""

    file: Path
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


def log_files(path: Path, or_none: bool = False) -> list[Path]:
    """The log itself, or every log in a folder and in the folders below it, by name; hidden ones are passed over.

    Args:
        path: the log or the folder.
        or_none: where there are none, an empty list is given.

    Raises:
        DataError: there are none.
    """
    if or_none and not (path.is_dir() or (path.is_file() and ending(path) in ENDINGS)):
        return []
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and ending(file) in ENDINGS and not _hidden(file, path))
        if not found and not or_none:
            raise DataError(f"{path} holds no logs; expected files that end with {', '.join(ENDINGS)} (or with .gz after it)")
        return found
    if not path.exists():
        raise DataError(f"{path} does not exist; expected a log file or a folder of logs")
    if ending(path) not in ENDINGS:
        raise DataError(f"{path} is of no known kind; expected a name that ends with {', '.join(ENDINGS)} (or with .gz after it)")
    return [path]


def _hidden(file: Path, folder: Path) -> bool:
    """Whether the file, or a folder on the way to it, has a name that begins with a dot."""
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def ending(path: Path) -> str:
    """How a file's name ends, without regard to gzip: `.jsonl` for `log.jsonl.gz`."""
    return Path(path.stem).suffix if path.suffix == ".gz" else path.suffix


def open_log(path: Path) -> IO[str]:
    """Opens a log, gzipped or not, to be read line by line."""
    # Undecodable bytes become U+FFFD instead of ending the whole import.
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")
