"""Files that are written whole or not at all: without a name until they are complete and on the disk, then put in place at once."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from data.errors import DataError

BEGIN = ".heed-writing-"


class Replacement:
    """What a file will hold. `text` is written to; nothing of it is seen until `put` is called."""

    def __init__(self, target: Path) -> None:
        self.target = target
        target.parent.mkdir(parents=True, exist_ok=True)
        self._named: Path | None = None
        try:
            descriptor = os.open(target.parent, os.O_TMPFILE | os.O_RDWR, 0o600)
        except (OSError, AttributeError):  # a file system that has no files without names
            self._named = target.parent / f"{BEGIN}{secrets.token_hex(8)}"
            descriptor = os.open(self._named, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self.text: IO[str] = os.fdopen(descriptor, "w+", encoding="utf-8", errors="surrogateescape", newline="\n")

    def put(self) -> None:
        """Puts the file in place of the one that is there, if there is one."""
        self.text.flush()
        os.fsync(self.text.fileno())
        folder = os.open(self.target.parent, os.O_RDONLY)
        named = self._named or self.target.parent / f"{BEGIN}{secrets.token_hex(8)}"
        try:
            if self._named is None:
                # With a folder's descriptor, Python asks the kernel to follow the link, which gives the file its first name.
                os.link(f"/proc/self/fd/{self.text.fileno()}", named, src_dir_fd=folder, follow_symlinks=True)
            os.replace(named, self.target)
            os.fsync(folder)
        finally:
            named.unlink(missing_ok=True)
            os.close(folder)
        self._named = None

    def close(self) -> None:
        """Lets go of it; what wasn't put in place is gone."""
        self.text.close()
        if self._named is not None:
            self._named.unlink(missing_ok=True)


@contextmanager
def replacement(target: Path) -> Iterator[Replacement]:
    """A replacement that is let go of at the end of the block.

    Raises:
        DataError: it can't be written.
    """
    try:
        writing = Replacement(target)
    except OSError as error:
        raise DataError(f"{target} can't be written: {error}; check the folder's owner and its space") from error
    try:
        yield writing
    except OSError as error:
        raise DataError(f"{target} can't be written: {error}; check the folder's owner and its space") from error
    finally:
        writing.close()


def remove_leftovers(folder: Path) -> None:
    """Removes what a process that was killed just before its last step left."""
    for leftover in folder.rglob(f"{BEGIN}*"):
        leftover.unlink(missing_ok=True)
