"""What commands say of themselves. Each is asked once: to start one takes a second, of Rasa's many."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path


@cache
def help_of(program: str, *path: str) -> "subprocess.CompletedProcess[str]":
    """What `program path --help` shows."""
    command = [Path(sys.executable).with_name(program), *path, "--help"]
    environment = {**os.environ, "COLUMNS": "160", "NO_COLOR": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
