"""An index that follows its folder: what another process adds, removes or builds anew is found within two seconds."""

import logging
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from data.errors import IndexFileError
from retrieval.encoder import Encoder
from retrieval.search.index import PassageIndex
from retrieval.storage.manifest import Manifest
from retrieval.storage.snapshots import Stored, open_stored

logger = logging.getLogger(__name__)

# Seconds between two looks at the folder.
PERIOD = 0.5
# Seconds of rest after each millisecond of work, so that a search waits for Python's lock no longer than that.
PAUSE = 0.001

Result = TypeVar("Result")


class LiveIndex:
    """Answers from memory while a thread looks for changes. Whatever goes wrong with a change, the last good state serves on.

    Questions never wait for a change: the index may be searched while it is changed, and a new snapshot takes its place at once.
    The thread ends with `close`, or when nothing refers to the index any more.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Loads the index in `folder`; `encoder` is the one that made it.

        Raises:
            IndexFileError: it can't be used.
        """
        self.folder = folder
        self.encoder = encoder
        self._stored: Stored | None = self._opened()
        self._refreshing = threading.Lock()
        self._closed = threading.Event()
        self._follower: threading.Thread | None = None
        weakref.finalize(self, self._closed.set)

    def __enter__(self) -> "LiveIndex":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def ask(self, question: Callable[[PassageIndex], Result]) -> Result:
        """The answer to a question about the index as it is now.

        Raises:
            IndexFileError: the index is closed, or its vectors' server can't be reached.
        """
        index = self._open().index
        try:
            return question(index)
        except IndexFileError:  # on a server, vectors go when a new index has taken their place
            self.refresh()
            return question(self._open().index)

    def follow(self) -> None:
        """Starts to look for changes, until `close`; once is enough.

        Raises:
            IndexFileError: the index is closed.
        """
        self._open()
        if self._follower is None:
            arguments = (weakref.ref(self), self._closed, self.folder)
            self._follower = threading.Thread(target=_follow, args=arguments, name=f"heed index {self.folder.name}", daemon=True)
            self._follower.start()

    def close(self) -> None:
        """Stops looking for changes and lets go of the index and its files; questions that are being answered still are. Twice is once."""
        self._closed.set()
        if self._follower:
            self._follower.join()
        with self._refreshing:
            self._stored = None

    def refresh(self) -> None:
        """Takes over what has changed in the folder.

        Raises:
            IndexFileError: what is there now can't be used, or the index is closed.
        """
        with self._refreshing:
            stored = self._open()
            if Manifest.load(self.folder).snapshot != stored.manifest.snapshot:
                self._stored = self._opened(self._yield_gil)  # searches go on in the old one meanwhile
            else:
                stored.journal.replay(stored.index, self._yield_gil)

    def _opened(self, yield_gil: Callable[[], None] = lambda: None) -> Stored:
        return open_stored(self.folder, self.encoder.encoder_hash, self.encoder, yield_gil)

    def _open(self) -> Stored:
        stored = self._stored
        if stored is None or self._closed.is_set():
            raise IndexFileError(f"the index in {self.folder} was closed; open it anew")
        return stored

    def _yield_gil(self) -> None:
        """Lets other threads run; a change that is under way when the index is closed ends here."""
        if self._closed.wait(PAUSE):
            raise IndexFileError(f"the index in {self.folder} was closed while a change was taken over")


def _follow(reference: "weakref.ref[LiveIndex]", closed: threading.Event, folder: Path) -> None:
    """Looks for changes until the index is closed or gone; refers to it only while it looks."""
    complaint = ""
    while not closed.wait(PERIOD):
        index = reference()
        if index is None:
            return
        try:
            index.refresh()
            complaint = ""
        except IndexFileError as error:
            if str(error) != complaint and not closed.is_set():
                logger.error("the index in %s can't be taken over, the one before serves on: %s", folder, str(error))
            complaint = str(error)
        del index
