"""Removes what is left of conversations that their customers deleted: in logs, indexes, reviews, Redis' files. One process does it."""

from __future__ import annotations

import asyncio
import logging

from bot.server.erasure.erasure import erase
from bot.state.deletions import Deletions
from bot.state.notices import NoticeBoard
from bot.state.redis.client import Client, Unavailable
from bot.workspace import Workspace
from data.errors import HeedError

logger = logging.getLogger(__name__)

# All that were deleted in the meantime are looked for at once: logs, indexes and Redis' files are read from end to end.
EVERY_S, LEADS_S = 600.0, 1800.0


async def remove_traces(client: Client, deletions: Deletions) -> int:
    """Removes the traces of all conversations that were deleted; returns of how many.

    Raises:
        HeedError, redis.RedisError, OSError: not everything could be searched; it is done again next time.
    """
    pending = await deletions.pending()
    if not pending:
        return 0
    erased = await erase(client, pending, Workspace.current().logs, live=False)
    for problem in erased.problems:
        logger.error("Of a conversation that its customer deleted, something may be left: %s", problem)
    if erased.remains:
        files = ", ".join(sorted({str(each.file) for each in erased.remains}))
        logger.warning("Of conversations that their customers deleted, these files hold something still: %s", files)
    if not erased.problems:
        await deletions.done(pending)
    return len(pending)


async def remove_traces_forever(client: Client, deletions: Deletions, board: NoticeBoard) -> None:
    """Does so every ten minutes, in one process at a time."""
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            if await deletions.pending() and await board.lead("deletions", LEADS_S):
                await remove_traces(client, deletions)
        except (HeedError, *Unavailable) as error:
            logger.warning("Conversations that their customers deleted are looked for again later: %s", error)
        except Exception:  # none would be looked for any more
            logger.exception("Conversations that their customers deleted are looked for again later.")
