"""Room for uploads, reserved before a byte of them is read: however many come at once, and from wherever, none gets past a limit.

A reservation is made in Redis in single steps, so it holds for all processes; what isn't kept is given back.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from bot.server.files.uploads import LARGEST_FILE, MOST_FILES
from bot.server.http.errors import RETRY_AFTER_S, BadRequest
from bot.state.rate_limits import DAY_S, HOUR_S, Budget, of_address, of_conversation
from bot.state.redis.keys import UPLOADED
from bot.state.request_limits import RequestLimits

MB = 1_000_000
# What a conversation may upload in an hour.
OF_CONVERSATION = Budget(MOST_FILES * LARGEST_FILE / 2, HOUR_S)
# An upload that is not kept after so long was broken off.
LONGEST_S = 300.0
# Bytes of uploads that are in memory at once, in a process; a quarter of them for one address.
IN_HAND = 128 * 1024 * 1024
SHARE = 0.25


@dataclass
class Reserved:
    """Room for one upload.

    Attributes:
        id: of the reservation.
        kept_s: seconds that the file is kept; 0 for as long as nothing has been kept.
    """

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    kept_s: float = 0.0


class Reservations:
    """Reserves room in Redis, and in this process' memory."""

    def __init__(self, of_address_mb: int, of_all_mb: int) -> None:
        """How many megabytes an address may upload in an hour, and all together in a day; 0 for any number."""
        self._address, self._all = Budget(of_address_mb * MB, HOUR_S), Budget(of_all_mb * MB, DAY_S)
        self._in_hand: Counter[str] = Counter()

    @asynccontextmanager
    async def reserve(self, limits: RequestLimits, conversation: str, origin: str, size: int) -> AsyncIterator[Reserved]:
        """Room for an upload of so many bytes while the block lasts, and after it if the block sets `kept_s`.

        Args:
            origin: what stands for the address that it comes from.

        Raises:
            BadRequest: there is none.
            StateUnavailable: Redis is away.
        """
        reserved, place = Reserved(), of_conversation(conversation, "uploads")
        with self._memory(origin, size):
            async with AsyncExitStack() as back:
                if not await limits.hold(place, reserved.id, MOST_FILES, LONGEST_S):
                    raise BadRequest(409, "too_many_files", f"a conversation may have {MOST_FILES} files at most")
                back.push_async_callback(limits.release, place, reserved.id)
                for name, budget in (
                    (of_conversation(conversation, "bytes"), OF_CONVERSATION),
                    (of_address(origin, "bytes"), self._address),
                    (UPLOADED, self._all),
                ):
                    if wait_s := await limits.spend(name, budget, size):
                        raise BadRequest(429, "too_many", "too much has been uploaded of late; please wait", wait_s)
                    back.push_async_callback(limits.spend, name, budget, -size)
                yield reserved
                if reserved.kept_s:
                    back.pop_all()
                    await limits.hold(place, reserved.id, MOST_FILES, reserved.kept_s)

    @contextmanager
    def _memory(self, origin: str, size: int) -> Iterator[None]:
        if self._in_hand[origin] + size > SHARE * IN_HAND or sum(self._in_hand.values()) + size > IN_HAND:
            raise BadRequest(429, "too_many", "too many uploads are on their way; please wait a moment", RETRY_AFTER_S)
        self._in_hand[origin] += size
        try:
            yield
        finally:
            self._in_hand[origin] -= size
            if not self._in_hand[origin]:
                del self._in_hand[origin]
