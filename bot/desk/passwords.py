"""Agents' passwords, hashed by Argon2id (RFC 9106) with the library's recommended parameters, which stand in each hash."""

from __future__ import annotations

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import DataError

SHORTEST, LONGEST = 10, 200
# A hash takes 64 MiB and a tenth of a second: so many at once, others wait.
AT_ONCE = 2

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The hash of a new password.

    Raises:
        DataError: it is too short or too long. The message doesn't repeat it.
    """
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 5:
        raise DataError(f"a password must have {SHORTEST} to {LONGEST} characters, five different ones at least")
    return _hasher.hash(password)


class Verifier:
    """Looks whether passwords are right, beside the event loop."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)
        self._nobodys = _nobodys()  # now: the first who tries a name that is nobody's would wait twice as long

    async def right(self, hash: str, password: str) -> bool:
        """Whether a password is that of a hash; it never is where the hash is empty, which takes as long to say."""
        async with self._room:
            return await asyncio.to_thread(_right, hash or self._nobodys, password[: LONGEST + 1]) and bool(hash)


def _right(hash: str, password: str) -> bool:
    try:
        return _hasher.verify(hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """The hash that a password is held against where there is no such agent."""
    return _hasher.hash("\0")
