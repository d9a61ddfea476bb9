"""Rasa's tracker store and lock store on Redis; `endpoints.yml` names them.

tracker_store:
  type: bot.state.stores.SessionTrackerStore
  record_exp: 86400    # seconds that a conversation is kept after its last message
  longest_window: 200  # events that Rasa reads at most; those before stay for export
lock_store:
  type: bot.state.stores.SessionLockStore
"""

from bot.state.tracker.tracker_store import SessionTrackerStore
from bot.state.turns.lock_store import SessionLockStore

__all__ = ["SessionLockStore", "SessionTrackerStore"]
