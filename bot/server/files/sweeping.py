"""Removes the files of conversations that are forgotten, of all channels, once in a while."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from bot.server.files.uploads import Files
from bot.state.reaching import StateUnavailable
from data.os_errors import sentence

logger = logging.getLogger(__name__)

SWEEPS_EVERY_S = 60 * 60.0


async def sweep_forever(files: Files, kept: Callable[[Iterable[str]], Awaitable[set[str]]]) -> None:
    """Sweeps until it is cancelled.

    Args:
        kept: which of some conversations are not forgotten yet.
    """
    while True:
        try:
            await files.sweep(kept)
        except StateUnavailable:
            pass  # Redis is away, which its monitor says; next time
        except OSError as error:
            logger.error("Uploads of forgotten conversations can't be removed: %s", sentence(error))
        except Exception:  # none would be removed any more
            logger.exception("Uploads of forgotten conversations can't be removed.")
        await asyncio.sleep(SWEEPS_EVERY_S)
