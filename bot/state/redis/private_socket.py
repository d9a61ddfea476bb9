"""Where the embedded Redis listens: on a Unix socket in a folder of its own that no other user can enter.

A socket's path may have 107 bytes at most, and a project's folder may be deep: so the socket lies in the temporary folder, which all
users share. There its folder has a name by chance, noted in the data folder, so that nobody can be there first; whose it is and who may
enter it is looked at each time, and so is which user's process answers.
"""

import os
import secrets
import socket
import stat
import struct
import tempfile
from collections.abc import Collection
from pathlib import Path

from data.errors import StateError

NOTE = "socket"
# Of the peer: process, user, group.
CREDENTIALS = struct.Struct("3i")


def find_socket(folder: Path) -> Path | None:
    """The socket of the server whose data is in `folder`; none if none was noted, or the place isn't ours alone any more."""
    try:
        place = Path((folder / NOTE).read_text(encoding="utf-8"))
        found = place.parent.lstat()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid in trusted_users(folder) and not found.st_mode & 0o077
    return place if ours else None


def make_socket_folder(folder: Path) -> Path:
    """Makes a private place for the socket of the server whose data is in `folder`, notes it there, and returns the socket's path."""
    place = Path(tempfile.mkdtemp(prefix="heed-")) / "redis.sock"
    beside = folder / f"{NOTE}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as note:
        note.write(str(place))
    beside.replace(folder / NOTE)
    return place


def remove_socket_folder(folder: Path) -> None:
    """Removes the place again, when the server has ended."""
    place = find_socket(folder)
    if place:
        place.unlink(missing_ok=True)
        place.parent.rmdir()
    (folder / NOTE).unlink(missing_ok=True)


def trusted_users(folder: Path) -> set[int]:
    """Whose server may be joined: our own, and that of the data's owner, whom only root may be beside."""
    return {os.geteuid(), folder.stat().st_uid}


def is_listened_to(place: Path, users: Collection[int]) -> bool:
    """Whether a process of one of these users listens on a socket.

    Raises:
        StateError: another user's does.
    """
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(place))
        except OSError:
            return False
        _, user, _ = CREDENTIALS.unpack(probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size))
    if user not in users:
        raise StateError(
            f"on {place} a process of the user {user} answers, not one of {', '.join(map(str, sorted(users)))}: it is not joined. "
            "Stop it, or name a server of your own in REDIS_URL"
        )
    return True
