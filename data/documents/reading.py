"""Reads documents in a process of their own, so that a hostile one can neither hang the import nor fill the memory."""

import multiprocessing
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from data.documents.blocks import Page, Unreadable
from data.documents.kinds import read_document
from data.worker_processes import end_with_parent, uninterrupted

# Seconds and bytes that one document may take.
LONGEST = 60.0
MOST_MEMORY = 3 << 30
# Seconds within which a process that broke is gone.
LONGEST_END = 5.0


class BoundedReader:
    """Reads one document after the other in another process, which is started anew when one was too much for it."""

    def __init__(self, longest: float = LONGEST, read: Callable[[Path], Page] = read_document) -> None:
        self.longest, self._read = longest, read
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "BoundedReader":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._stop()

    def read(self, file: Path) -> Page:
        """Reads a file.

        Raises:
            Unreadable: it can't be read, or not within the bounds.
            OSError: it isn't there, or may not be opened.
        """
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_bound)
        try:
            with uninterrupted():
                reading = self._pool.submit(self._read, file)
            return reading.result(self.longest)
        except TookTooLong:
            self._stop()
            raise Unreadable(f"it took longer than {self.longest:.0f} seconds to read") from None
        except MemoryError:
            self._stop()
            raise Unreadable(f"it needs more than the {MOST_MEMORY >> 30} GB of memory that a document may take") from None
        except BrokenProcessPool:
            ends = [_end(process) for process in self._pool._processes.values()]
            self._stop()
            raise Unreadable(f"the process that read it {' and '.join(ends)}; it may be damaged, or this machine short of memory") from None
        except RecursionError:
            raise Unreadable("its parts are nested too deep") from None

    def _stop(self) -> None:
        if self._pool is not None:
            for process in list(self._pool._processes.values()):  # the pool itself would wait for what hangs
                process.kill()
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _end(process: BaseProcess) -> str:
    """How a process ended."""
    process.join(LONGEST_END)
    if process.exitcode is None or process.exitcode >= 0:
        return f"ended with the status {process.exitcode}"
    return f"was ended by the signal {signal.Signals(-process.exitcode).name}"


def _bound() -> None:
    """The memory that this process may use, libraries included; and its end."""
    end_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
