"""What commands say of themselves. Each is asked once."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.support.heed_command import PLAIN, heed


@cache
def help_of(program: str, *path: str) -> "subprocess.CompletedProcess[str]":
    """What `program path --help` shows."""
    if program == "heed":
        return heed(*path, "--help")
    command = [str(Path(sys.executable).with_name(program)), *path, "--help"]
    return subprocess.run(command, env={**os.environ, **PLAIN}, capture_output=True, text=True, timeout=300, check=False)
