"""A server's processes load a model one after the other, so that customers find a core that isn't busy with loading."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOKS_EVERY_S = 0.05


@contextmanager
def loading_turn(archive: Path, longest_s: float) -> Iterator[None]:
    """Waits until no other process loads an archive, though not for long; others wait until the block ends.

    Args:
        archive: the model's; it is only read.
        longest_s: seconds after which whoever waits goes on without its turn.

    Raises:
        OSError: there is no such archive, or it can't be read.
    """
    ends = time.monotonic() + longest_s
    with archive.open("rb") as file:
        while time.monotonic() < ends:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(LOOKS_EVERY_S)
            except OSError:  # a file system that has no locks, or none for who only reads
                break
        yield
