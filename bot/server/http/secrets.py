"""The secrets that tokens are signed with.

`HEED_SECRET`: 32 random bytes as 64 hexadecimal digits, the same for all servers of an assistant. If it is unset, one is made and kept
in `.heed/secret`, which all processes on this machine share.
`HEED_IDENTITY_SECRET`: shared with the site's own backend, which signs its customers' identities with it; unset, it can't.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from bot.workspace import Workspace, private_folder
from data.errors import SettingsError

VARIABLE = "HEED_SECRET"
IDENTITY_VARIABLE = "HEED_IDENTITY_SECRET"
BYTES = 32
# Of 32 random bytes, fewer than 20 different ones are seen once in 10^10 times.
FEWEST_DIFFERENT = 20


def server_key(file: Path | None = None) -> bytes:
    """The key of this assistant's own tokens.

    Args:
        file: where it is kept if HEED_SECRET is unset; the workspace's own if not given.

    Raises:
        SettingsError: HEED_SECRET is no good, or the file can't be read, or can be read by others.
    """
    if VARIABLE in os.environ:
        return _read(os.environ[VARIABLE], VARIABLE)
    file = file or Workspace.current().secret
    try:
        if not file.exists():
            _make(file)
        if file.stat().st_mode & 0o077:
            raise SettingsError(
                f"{file} can be read by others; `chmod 600 {file}`, or delete it: another is made, and open chats begin anew"
            )
        return _read(file.read_text(encoding="ascii").strip(), str(file))
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(
            f"{file} can't be used for the secret of tokens ({problem}); set {VARIABLE} to 64 hexadecimal digits"
        ) from problem


def existing_server_key() -> bytes:
    """The same, but none is made: what it was used for before can't be found again with a new one.

    Raises:
        SettingsError: there is none, or it is no good.
    """
    file = Workspace.current().secret
    if VARIABLE not in os.environ and not file.exists():
        raise SettingsError(f"there is no {file}, and {VARIABLE} is not set; give the servers' {VARIABLE}, by which they know customers")
    return server_key(file)


def identity_key() -> bytes:
    """The key that a site's backend signs its customers' identities with; empty if there is none.

    Raises:
        SettingsError: it is too short, or the same as the server's own.
    """
    secret = os.environ.get(IDENTITY_VARIABLE, "")
    if secret and len(secret) < BYTES:
        raise SettingsError(
            f"{IDENTITY_VARIABLE} must have {BYTES} characters at least, e.g. from `openssl rand -hex 32`. It had {len(secret)}"
        )
    if secret and secret == os.environ.get(VARIABLE):
        raise SettingsError(f"{IDENTITY_VARIABLE} must be another secret than {VARIABLE}: who knows the latter can open any conversation")
    return secret.encode()


def _read(digits: str, where: str) -> bytes:
    if not re.fullmatch(rf"[0-9a-fA-F]{{{2 * BYTES}}}", digits) or len(set(bytes.fromhex(digits))) < FEWEST_DIFFERENT:
        raise SettingsError(
            f"{where} must hold {BYTES} random bytes as {2 * BYTES} hexadecimal digits, e.g. from `openssl rand -hex 32`. "
            f"It had {len(digits)} characters, {len(set(digits))} different ones"
        )
    return bytes.fromhex(digits)


def _make(file: Path) -> None:
    """Makes the file, complete and for its owner only; of several processes that start at once, the first one's counts."""
    private_folder(file.parent)
    mine = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    while True:
        digits = secrets.token_hex(BYTES)
        if len(set(bytes.fromhex(digits))) >= FEWEST_DIFFERENT:
            break
    with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(digits)
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
