"""What an uploaded file is, found out in a process of its own: an image library that hangs or crashes takes nothing else with it."""

from __future__ import annotations

import asyncio
import contextlib
import sys

from bot.server.files import file_types
from bot.server.files.file_types import ENDINGS, may_be_image, type_of

# The process ends itself after `file_types.CPU_S` of a core; on a busy machine that takes longer by the clock.
LONGEST_S = 20.0
# So many files are looked at at once, by a process of the server; others wait.
AT_ONCE = 2


class Inspector:
    """Looks at files for one server process."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def type_of(self, content: bytes) -> str | None:
        """What a file is: one of `ENDINGS`, or none, also if it takes too long to tell."""
        if not may_be_image(content):
            return type_of(content)
        async with self._room:
            # Isolated, with nothing of ours: an import of this package would take longer than the look.
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                str(file_types.__file__),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                said, _ = await asyncio.wait_for(process.communicate(content), LONGEST_S)
            except asyncio.TimeoutError:
                return None
            finally:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
        found = said.decode("ascii", "replace")
        return found if found in ENDINGS else None
