"""Whether an e-mail address is a customer's own: who can tell a code that was mailed there has confirmed it.

A code is computed from conversation and address, not kept; so neither is the address.
"""

from __future__ import annotations

import hashlib
import hmac
import time

DIGITS = 6
# A code holds for this period and the next.
PERIOD_S = 600.0


class MailCodes:
    """Makes codes and compares them."""

    def __init__(self, key: bytes) -> None:
        """`key` is secret, and of this use only."""
        self._key = key

    def code(self, conversation: str, address: str, periods_ago: int = 0) -> str:
        """The code of this period, or of an earlier one."""
        period = int(time.time() // PERIOD_S) - periods_ago
        digest = hmac.digest(self._key, f"{conversation}\0{address}\0{period}".encode(), hashlib.sha256)
        return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"

    def fits(self, conversation: str, address: str, given: str) -> bool:
        """Whether a code is the one that was mailed lately."""
        return any(hmac.compare_digest(self.code(conversation, address, ago).encode(), given.encode()) for ago in (0, 1))
