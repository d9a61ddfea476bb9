"""Removes every trace of customers: from Redis, from their uploads, and from the logs that the assistant learns from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.server.uploads import Files
from bot.state import conversations as kept
from bot.state.redis.client import Client
from data.formats.erasing import erase_dialogues
from data.formats.files import log_files


@dataclass(frozen=True)
class Erased:
    """What was removed.

    Attributes:
        conversations: how many of those asked for had anything in Redis.
        uploads: how many files.
        dialogues: how many stood in the logs.
        not_searched: logs that are tables (CSV, TSV), where dialogues can't be told from the rest.
    """

    conversations: int
    uploads: int
    dialogues: int
    not_searched: tuple[Path, ...]


async def erase(client: Client, conversations: Sequence[str], logs: Path, files: Files | None = None) -> Erased:
    """Removes conversations. It can't be undone; broken off, it may be done again.

    Args:
        client: of the session state's Redis.
        conversations: their ids.
        logs: a log or a folder of logs; there need be none.
        files: where uploads are kept, the usual place if not given.

    Raises:
        redis.RedisError, OSError: Redis can't be reached, or a file can't be written.
        DataError: a log can't be read.
    """
    erased = sum([bool(await kept.erase(client, conversation)) for conversation in conversations])
    return await asyncio.to_thread(_erase_files, erased, conversations, logs, files or Files())


def _erase_files(erased: int, conversations: Sequence[str], logs: Path, files: Files) -> Erased:
    uploads = sum(files.erase(conversation) for conversation in conversations)
    found = log_files(logs) if logs.exists() else []
    tables = tuple(file for file in found if ".jsonl" not in file.suffixes)
    dialogues = sum(erase_dialogues(file, conversations) for file in found if file not in tables)
    return Erased(erased, uploads, dialogues, tables)
