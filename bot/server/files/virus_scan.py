"""The virus scan: a command of the company's own, run without a shell on each uploaded file."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path

from bot.server.http.errors import RETRY_AFTER_S, BadRequest
from data.errors import SettingsError

logger = logging.getLogger(__name__)

LONGEST_S = 30.0


def command_of(setting: str) -> list[str]:
    """The words of the command that stands in a channel's `virus_scan`.

    Raises:
        SettingsError: it isn't written as a command is.
    """
    try:
        return shlex.split(setting)
    except ValueError:
        raise SettingsError(f"virus_scan must be a command, as `clamdscan --no-summary`. It was: {setting!r}") from None


def check_command(command: Sequence[str]) -> None:
    """Raises: SettingsError: there is no such program."""
    if command and not shutil.which(command[0]):
        raise SettingsError(f"virus_scan in credentials.yml names {command[0]!r}, which is no program on this machine")


async def scan(command: Sequence[str], path: Path) -> None:
    """Has a file looked at.

    Raises:
        BadRequest: it is not clean, or could not be looked at.
    """
    if not command:
        return
    process = await asyncio.create_subprocess_exec(
        *command,
        str(path.resolve()),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        code = await asyncio.wait_for(process.wait(), LONGEST_S)
    except asyncio.TimeoutError:
        logger.error("The virus scan of an upload took longer than %.0f seconds; the file was refused.", LONGEST_S)
        raise BadRequest(503, "scan_failed", "the file could not be checked; please try again", RETRY_AFTER_S) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if code:
        raise BadRequest(422, "refused_file", "the file was refused by the virus scan")
