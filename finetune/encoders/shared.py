"""An encoder that several models of a process use is loaded once, for as long as one of them is there.

A model that takes over from another has the same encoders as a rule. Opening their networks holds Python's lock for tenths of a second,
in which a server answers nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from weakref import WeakValueDictionary

Loaded = TypeVar("Loaded")

_loaded: WeakValueDictionary[tuple[object, ...], object] = WeakValueDictionary()
_loading = threading.RLock()


def shared(kind: type[Loaded], folder: Path, files: Sequence[str], threads: int, load: Callable[[], Loaded]) -> Loaded:
    """The encoder of a folder: one that is in use already if the same files were loaded the same way, else what `load` gives.

    Args:
        kind: the encoder's class.
        folder: of its files.
        files: their names; one that was changed or made anew is loaded anew, one that is missing is left for `load` to complain of.
        threads: that it uses for one text.
        load: loads it; what it raises is raised.
    """
    try:
        stats = [(folder / name).stat() for name in files]
    except OSError:
        return load()
    key = (kind, threads, folder.resolve(), *((each.st_ino, each.st_size, each.st_mtime_ns) for each in stats))
    with _loading:
        found = _loaded.get(key)
        if not isinstance(found, kind):
            found = _loaded[key] = load()
    return found
