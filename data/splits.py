"""Splits by hash: a dialogue always falls into the same part, however the log grows or is sorted."""

import hashlib
from collections.abc import Mapping

from data.errors import SettingsError


def part_of(name: str, shares: Mapping[str, float]) -> str:
    """The part that `name` (a dialogue's id, a text) belongs to.

    Args:
        name: what to place; its SHA-256 decides.
        shares: the parts and their shares, which add up to 1, e.g. `{"train": 0.8, "test": 0.2}`.
    """
    if abs(sum(shares.values()) - 1) > 1e-9 or min(shares.values(), default=-1) < 0:
        raise SettingsError(f"the shares of a split must be at least 0 and add up to 1. They were: {dict(shares)}")
    position = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") / 2**64
    reached = 0.0
    for part, share in shares.items():
        reached += share
        if position < reached:
            return part
    return part
