"""Rasa's Redis tracker and lock store, on the Redis that Heed's `REDIS_URL` names (or the embedded one)."""

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.lock_store import RedisLockStore
from rasa.core.tracker_store import RedisTrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.state.connection import connect

DAY_S = 24 * 60 * 60


class SessionTrackerStore(RedisTrackerStore):
    """Conversations, each kept for a day after its last message (`record_exp` in `endpoints.yml`, in seconds)."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, record_exp: float = DAY_S, **kwargs: Any) -> None:
        super().__init__(domain, event_broker=event_broker, record_exp=record_exp)
        self.red = connect(decode=True)


class SessionLockStore(RedisLockStore):
    """One turn at a time for each conversation, across processes."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        super().__init__()
        self.red = connect(decode=False)
