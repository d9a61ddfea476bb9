"""Ids of dialogues: keyed hashes of the ids that a desk gave them, so that nobody's number or address stands in a log as an id.

The key is the workspace's own: the same raw id gives the same id in import, index, erasure and export, and without the key
nobody can try raw ids out.
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from data.errors import DataError

KEY_BYTES = 32
PREFIX = "d-"
# Letters only: no pattern that looks for numbers finds one in an id.
HASHED = re.compile(r"d-[a-p]{24}(?:-[a-p]{8})?")
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def load_key(file: Path) -> bytes:
    """The key of a workspace; made on the first call, readable by its owner only.

    Args:
        file: where it is, usually `.heed/dialogue-key`.

    Raises:
        DataError: it can't be read or written, or is none.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
        key = file.read_bytes()
    except OSError as error:
        raise DataError(
            f"the key of dialogue ids can't be read or made in {file}: {error}; check the folder's owner and its space"
        ) from error
    if len(key) != KEY_BYTES:
        raise DataError(f"{file} must hold {KEY_BYTES} bytes. It holds: {len(key)}. Bring it back from a backup; a new key makes other ids")
    return key


def _make(file: Path) -> None:
    """Writes a new key beside, and links it into place: of two processes that do so at once, one wins and both read the same."""
    writing = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(writing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(writing, file)
    finally:
        writing.unlink(missing_ok=True)


def hashed_id(raw: str, key: bytes) -> str:
    """The id under which a dialogue is kept: `d-` and 24 letters (96 bits of HMAC-SHA256). Of an id that is hashed, itself."""
    raw = raw.strip()
    return raw if HASHED.fullmatch(raw) else PREFIX + _letters(hmac.digest(key, raw.encode("utf-8", "surrogatepass"), "sha256"))[:24]


def told_apart(hashed: str, content: str) -> str:
    """The id of another dialogue whose desk gave it the same raw id: the hash with eight letters of its content behind."""
    return f"{hashed}-{_letters(hashlib.sha256(content.encode('utf-8', 'surrogatepass')).digest())[:8]}"


def _letters(digest: bytes) -> str:
    return digest.hex().translate(LETTERS)
