"""Which connections of this process stay open when there are too many: none may keep others from being answered.

Connections that wait for their client (a header that is half sent, a body that doesn't come, nothing asked) give way, the oldest first: to
others of their own address when it has its share, to everybody when the process has no descriptor left. A stream or an answer that is
being made never does; then the new connection has to go.

Who must go is kept for a moment, unread, as long as there is room: a client that comes back at once would come thousands of times a second,
and to take in and to drop it each time would leave no time for others.
"""

from __future__ import annotations

import resource
from collections import Counter
from typing import Protocol

# Models, logs, Redis and uploads need descriptors, too.
RESERVED = 128
FEWEST, MOST = 64, 4_096
# Of those an address may have; the rest is for its short requests.
HELD_SHARE = 0.75


class Closable(Protocol):
    """A connection."""

    def abort(self) -> None:
        """Closes it at once."""

    def dismiss(self) -> None:
        """Closes it a moment later, and serves it no more."""


class Connections:
    """The open connections of a process.

    Attributes:
        most: how many there may be in all.
        most_of_address: how many an address may have. Proxies that are trusted have no share: they bring everybody's.
    """

    def __init__(self, most: int, most_of_address: int = 0) -> None:
        """`most_of_address` is 0 for half of all: not even where an address has no limit it may take all."""
        self.most = most
        self.most_of_address = min(most_of_address or most, max(1, most // 2))
        self._address: dict[Closable, str] = {}
        self._waiting: dict[Closable, None] = {}  # in the order in which they began to wait
        self._dismissed: dict[Closable, None] = {}
        self._of: dict[str, dict[Closable, None]] = {}
        self._held: Counter[str] = Counter()

    def add(self, connection: Closable, address: str, shared: bool = False) -> bool:
        """Takes a connection in, if need be in place of another; returns whether there was room. If there was none, it is closed.

        Args:
            shared: whether it is a trusted proxy's.
        """
        crowd = self._of.get(address, {})
        if not shared and len(crowd) >= self.most_of_address:
            gives_way = next((each for each in crowd if each in self._waiting), connection)
            self.remove(gives_way)
            self._dismissed[gives_way] = None
            gives_way.dismiss()
        if len(self._address) + len(self._dismissed) >= self.most and not self._drop(connection):
            return False
        if connection in self._dismissed:
            return False
        self._address[connection] = address
        self._of.setdefault(address, {})[connection] = None
        return True

    def remove(self, connection: Closable) -> None:
        """Forgets a connection that was closed; it need not be known."""
        self._waiting.pop(connection, None)
        self._dismissed.pop(connection, None)
        address = self._address.pop(connection, None)
        if address is not None:
            crowd = self._of[address]
            del crowd[connection]
            if not crowd:
                del self._of[address]

    def waits(self, connection: Closable, waiting: bool) -> None:
        """Notes that a connection waits for its client, or does not any more."""
        if not waiting:
            self._waiting.pop(connection, None)
        elif connection in self._address:
            self._waiting[connection] = None

    def hold(self, address: str) -> bool:
        """Counts a request that stays open, as a stream; returns whether it may. `release` ends it."""
        if self._held[address] >= HELD_SHARE * self.most_of_address or sum(self._held.values()) >= HELD_SHARE * self.most:
            return False
        self._held[address] += 1
        return True

    def release(self, address: str) -> None:
        self._held[address] -= 1
        self._held += Counter()  # without those that hold nothing

    def _drop(self, newest: Closable) -> bool:
        """Closes who was dismissed or waits longest; if there is nobody, the newest. Returns whether there is room for it."""
        dropped = next(iter(self._dismissed), None) or next(iter(self._waiting), newest)
        self.remove(dropped)
        dropped.abort()
        return dropped is not newest


def room() -> int:
    """How many connections this process may have: as many as it may have descriptors, which are raised to what the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + RESERVED if hard == resource.RLIM_INFINITY else min(hard, MOST + RESERVED)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    if soft == resource.RLIM_INFINITY:
        return MOST
    return max(min(FEWEST, soft // 2), min(MOST, soft - RESERVED))
