"""Rasa's lock store on Redis."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa.core.lock_store import LOCK_LIFETIME, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot.state.connection import Connection, shared
from bot.state.turns.transaction import TurnTransaction


class SessionLockStore(LockStore):
    """One turn at a time for each conversation, across processes. What is saved under a lock is written when it is given back."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, connection: Connection | None = None) -> None:
        """`connection` is the event loop's own if none is given."""
        super().__init__()
        self._turns = (connection or shared()).turns

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncIterator[TurnTransaction]:
        """Waits for the lock. Its life and the waiting are not counted in the given seconds: it is prolonged, and who waits is woken."""
        async with self._turns.open(conversation_id) as turn:
            yield turn
