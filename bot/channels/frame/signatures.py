"""Checks of what a platform signs. They take what came as it came, compare in constant time, and know no third outcome.

A channel's `verify` raises `Forged`; whatever else it raises counts as forged, too.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time

from data.errors import HeedError


class Forged(HeedError):
    """A delivery is not its platform's: the signature is missing, wrong, or too old."""


def sign(secret: str | bytes, *signed: str | bytes, algorithm: str = "sha256") -> bytes:
    """The HMAC of some texts behind one another, as bytes; `.hex()` or base64 is the platform's matter."""
    return hmac.new(_bytes(secret), b"".join(map(_bytes, signed)), algorithm).digest()


def digest(*signed: str | bytes, algorithm: str = "sha256") -> bytes:
    """The plain hash of some texts behind one another: of platforms that don't use HMAC."""
    return hashlib.new(algorithm, b"".join(map(_bytes, signed))).digest()


def require_same(given: str | bytes, expected: str | bytes) -> None:
    """
    Raises:
        Forged: the two differ. How long that takes says nothing about where, and any text may be given.
    """
    if not expected or not hmac.compare_digest(_bytes(given), _bytes(expected)):
        raise Forged("the signature is not the platform's")


def require_fresh(timestamp: str, window_s: float = 300.0, unit_s: float = 1.0) -> float:
    """The time of a delivery, in seconds since 1970.

    Args:
        timestamp: as it came: a whole number of `unit_s` seconds (0.001 for milliseconds).
        window_s: how far it may be from now, in both directions.

    Raises:
        Forged: it is no such number, too old, or in the future.
    """
    if not re.fullmatch(r"[0-9]{1,16}", timestamp):
        raise Forged("the time of the signature is no number")
    at = int(timestamp) * unit_s
    if abs(time.time() - at) > window_s:
        raise Forged("the signature is too old, or its clock is wrong")
    return at


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
