"""Whether the Redis that is there will do: looked at once, when a server starts or as soon as Redis is there."""

from __future__ import annotations

import logging

from bot.state.redis.client import Client
from bot.state.redis.durability import weaknesses
from bot.state.redis.keys import PREFIX
from bot.state.redis.permissions import lacking
from data.errors import StateError

logger = logging.getLogger(__name__)


class Fitness:
    """Looks until it has seen that all is well, or what isn't."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._looked = False

    async def look(self) -> None:
        """Looks at what Heed's account may do and at Redis' settings, unless that was done; logs what Redis lacks.

        Raises:
            StateError: it is too old, or the account may not do what is needed.
            redis.RedisError, OSError: it can't be reached.
        """
        if self._looked:
            return
        if missing := await lacking(self._client):
            raise StateError(
                f"Redis' account may not do what Heed needs: {', '.join(missing)}. Give it `~{PREFIX}* &{PREFIX}* +@all -@dangerous`, "
                "or the commands that docs/operation.md lists"
            )
        for weakness in await weaknesses(self._client):
            logger.error("Redis may lose what it accepted: %s", weakness)
        self._looked = True
