"""Files that hold what customers wrote: only this user can read them, and none is ever half written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from data.errors import DataError


@contextmanager
def private_file(to: Path) -> Iterator[IO[str]]:
    """A text file that only this user can read, put in place at once when the block ends well, whatever was there before.

    Raises:
        DataError: it can't be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{to.name}.", dir=to.parent)
    except OSError as error:
        raise DataError(f"{to} can't be written: {error}") from error
    writing = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as opened:
            yield opened
        writing.replace(to)
    except OSError as error:
        raise DataError(f"{to} can't be written: {error}") from error
    finally:
        writing.unlink(missing_ok=True)
