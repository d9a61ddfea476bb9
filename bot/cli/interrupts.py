"""Ctrl-C: the command ends at once, whatever it is at, and says nothing of its insides."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

# What a shell expects of a command that was ended by it (128 + SIGINT).
INTERRUPTED = 130


def end_at_once() -> NoReturn:
    """Ends the process, with what was to be tidied up at its end. Python itself would wait for its threads, and take models apart."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


@contextmanager
def interruptible_imports() -> Iterator[None]:
    """While libraries are imported, Ctrl-C ends the process right away: they take seconds, there is nothing to tidy up yet, and some
    of them take the exception for an error of their own. Who has SIGINT ignored, as a shell's background job, goes on ignoring it.
    """
    # Only the main thread may; and in another one no exception would come.
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
