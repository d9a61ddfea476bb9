"""Which files below the assistant's folder are logs that it learns from."""

from pathlib import Path

from data.errors import DataError

ENDINGS = (".jsonl", ".csv", ".tsv")


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
    name = path.name.lower()
    return Path(name.removesuffix(".gz")).suffix
