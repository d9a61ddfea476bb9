"""What the parts of a process share in Redis: one client, one subscription to news, and one place where turns are opened and committed.

A client belongs to an event loop, so there is one of each for a loop. Two things have connections of their own. A heartbeat is a thread,
with a loop of its own, since it has to go on while a turn keeps this one busy. And a subscription, or a read that waits for the next
announcement, occupies a connection for as long as it waits; the client's pool gives it one that nobody else uses meanwhile.
"""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from bot.state.redis.client import connect, disconnect
from bot.state.redis.pubsub import Notices
from bot.state.turns.commits import TurnTransactions

_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Connection] = WeakKeyDictionary()


class Connection:
    """A client, the news that it hears, and the turns that are committed through it."""

    def __init__(self) -> None:
        self.client = connect()
        self.notices = Notices(self.client)
        self.turns = TurnTransactions(self.client, self.notices)

    async def close(self) -> None:
        """Ends it for all who share it."""
        loop = asyncio.get_running_loop()
        if _of_loop.get(loop) is self:
            del _of_loop[loop]
        self.turns.close()
        await self.notices.close()
        await disconnect(self.client)


def shared() -> Connection:
    """The running event loop's connection, made when it is first asked for; where no loop runs yet (as in `rasa export`), a new one."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return Connection()
    if loop not in _of_loop:
        _of_loop[loop] = Connection()
    return _of_loop[loop]
