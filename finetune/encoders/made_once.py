"""A folder that is made whole or not at all, once, whatever other processes make it at the same time."""

import tempfile
from collections.abc import Callable
from pathlib import Path


def made_once(target: Path, write: Callable[[Path], None]) -> Path:
    """A folder, written first if it isn't there.

    Args:
        target: the folder; its name says what is in it.
        write: writes the files into a folder beside it, which then takes the name.
    """
    if not target.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as beside:
            writing = Path(beside) / "encoder"
            writing.mkdir()
            write(writing)
            try:
                writing.rename(target)
            except OSError:  # another process was faster
                if not target.is_dir():
                    raise
    return target
