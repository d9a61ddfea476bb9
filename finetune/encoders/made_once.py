"""A folder that is made whole or not at all, once, whatever other processes make it at the same time."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from data.errors import ModelError


def made_once(target: Path, write: Callable[[Path], None]) -> Path:
    """A folder, written first if it isn't there.

    Args:
        target: the folder; its name says what is in it.
        write: writes the files into a folder beside it, which then takes the name.

    Raises:
        ModelError: where it should lie, there is a file, or a link to what isn't there.
    """
    if not target.is_dir():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise ModelError(_no_folder(target.parent)) from error
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


def _no_folder(place: Path) -> str:
    if place.is_symlink():
        return f"{place} is a link to {os.readlink(place)}, where there is no folder; make it, or remove the link"
    return f"{place} is no folder; move that file away"
