"""Another user of this machine, as which only root can run something: what a test may not read, join or take over."""

import os
import subprocess
import sys

import pytest

NOBODY = 65_534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run something as another user")
COMMAND = {"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": "/", "text": True}


def as_nobody(program: str, *arguments: str) -> "subprocess.Popen[str]":
    """Starts a Python program as another user."""
    command = ["/usr/bin/env", "python3", "-c", program, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr, **COMMAND)  # type: ignore[call-overload, no-any-return]
