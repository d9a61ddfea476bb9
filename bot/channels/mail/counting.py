"""How many mails came within an hour: of a sender, for an address, in a thread."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable

from bot.state.deliveries.kept import Kept

HOUR_S = 3_600.0


async def few(kept: Kept, names: Iterable[str], id: str, most: int, known_s: float) -> bool:
    """Counts a mail, once; returns whether none of those that it is from, for or in has sent too many.

    Args:
        names: the sender, and who or what else it is counted for.
        id: the mail's own.
        most: how many of one name may come within an hour.
        known_s: seconds for which a mail that was counted is recognised.
    """
    known = f"known:{hashlib.sha256(id.encode('utf-8', 'replace')).hexdigest()}"
    if await kept.get(known):
        return True
    counts = []
    for name in names:
        name = f"count:{int(time.time() // HOUR_S)}:{name}"
        counts.append(int(await kept.get(name) or 0) + 1)
        await kept.put(name, str(counts[-1]), 2 * HOUR_S)
    if found := max(counts) <= most:
        await kept.put(known, "1", known_s)
    return found
