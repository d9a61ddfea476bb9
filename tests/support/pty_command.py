"""A command in a real terminal (a pseudo-terminal), whose keys are pressed: Ctrl-C reaches all of its processes, as in a shell."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CTRL_C = b"\x03"


@dataclass(frozen=True)
class Ended:
    """How a command ended.

    Attributes:
        code: its exit code; that of a shell (128 + signal) if a signal ended it.
        seconds: from the key to its end.
        shown: all that stood in the terminal.
        left: processes of its session that are still there.
    """

    code: int
    seconds: float
    shown: str
    left: list[int]


def interrupted(
    command: Sequence[str], cwd: Path, after_s: float = 0.0, until: str = "", environment: Mapping[str, str] | None = None
) -> Ended:
    """Runs a command in a terminal and presses Ctrl-C.

    Args:
        after_s: so many seconds after it began, or after it showed the words.
        until: words that the terminal has to show first.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests that run in the background of a shell hand down that it is ignored
        os.execvpe(command[0], list(command), {**os.environ, "TERM": "xterm", "COLUMNS": "120", **(environment or {})})
    shown = bytearray()
    if until:
        _read(terminal, shown, 120.0, until.encode())
    _read(terminal, shown, after_s)
    pressed = time.monotonic()
    os.write(terminal, CTRL_C)
    status = 0
    while time.monotonic() < pressed + 60.0:
        _read(terminal, shown, 0.02)
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
    else:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    seconds = time.monotonic() - pressed
    _read(terminal, shown, 0.1)
    os.close(terminal)
    code = os.waitstatus_to_exitcode(status)
    return Ended(code if code >= 0 else 128 - code, seconds, shown.decode("utf-8", "replace"), _of_session(child))


def _read(terminal: int, shown: bytearray, seconds: float, until: bytes = b"") -> None:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0 and not (until and until in shown):
        if select.select([terminal], [], [], left)[0]:
            try:
                shown += os.read(terminal, 65_536)
            except OSError:  # it has ended
                return


def _of_session(leader: int) -> list[int]:
    """Processes of a session, those that have ended left out."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader and fields[0] not in "ZX":
                found.append(int(folder.name))
    return found
