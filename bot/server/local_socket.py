"""Where a running server is asked by its own user, from the command line: each process has a Unix socket, in a folder that nobody else
can enter."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.workspace import private_folder

ENDING = ".sock"


def listen(folder: Path) -> socket.socket:
    """Begins to listen in a folder, which is made if need be; what processes left there that were killed is removed.

    Raises:
        SettingsError, OSError: the folder can't be written to, is another user's, or lies where there can be no sockets.
    """
    private_folder(folder)
    for left in folder.glob(f"*{ENDING}"):
        if (answering := connected(left)) is None:
            left.unlink(missing_ok=True)
        else:
            answering.close()
    listening = socket.socket(socket.AF_UNIX)
    try:
        with _address(place(folder)) as address:
            listening.bind(address)
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def place(folder: Path) -> Path:
    """The socket of this process."""
    return folder / f"{os.getpid()}{ENDING}"


def servers(folder: Path) -> Iterator[tuple[int, socket.socket]]:
    """Processes that listen in a folder, by id, with a connection to each; the last that began first. Close what you use."""
    found: list[tuple[float, Path]] = []
    with suppress(OSError):  # no server was ever started here, or they are another user's
        for path in folder.glob(f"*{ENDING}"):
            with suppress(FileNotFoundError):  # it has just ended
                found.append((path.stat().st_mtime, path))
    for _, path in sorted(found, reverse=True):
        if connection := connected(path):
            yield int(path.stem), connection


def connected(path: Path) -> socket.socket | None:
    """A connection to a socket; none if nobody listens."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        with _address(path) as address:
            connection.connect(address)
    except OSError:
        connection.close()
        return None
    return connection


@contextmanager
def _address(path: Path) -> Iterator[str]:
    """A socket's address by way of its open folder: an address may have 107 bytes at most, and a project's folder may be deep."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
