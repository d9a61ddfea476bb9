"""Something done again and again from a thread of its own, so that it goes on while a turn keeps the event loop busy for seconds."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable

from bot.state.redis.client import Client, Unavailable, connect, disconnect

logger = logging.getLogger(__name__)

Beat = Callable[[], Awaitable[object]]


class Heartbeat:
    """Proves that this process lives. It ends with the process, also when that is killed."""

    def __init__(self, name: str, make: Callable[[Client], Beat], every_s: float) -> None:
        """`make` is called once, in the thread, with a client for it; what it returns is called every `every_s` seconds."""
        self._make, self._every_s = make, every_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name=name, daemon=True)

    def start(self) -> None:
        """Starts the thread, unless that was done before."""
        if self._thread.ident is None:
            self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    async def _run(self) -> None:
        client = connect()
        beat = self._make(client)
        while not self._stopped.wait(self._every_s):
            try:
                await beat()
            except Unavailable:
                pass
            except Exception:  # without it, what this process works on would be taken from it
                logger.exception("The heartbeat %s missed a beat.", self._thread.name)
        await disconnect(client)
