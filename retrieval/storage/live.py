"""An index that follows its folder: what another process adds, removes or builds anew is found within two seconds."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from data.errors import IndexFileError
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
    """

    def __init__(self, folder: Path, encoder_hash: str) -> None:
        """Loads the index in `folder`.

        Raises:
            IndexFileError: it can't be used.
        """
        self.folder = folder
        self.encoder_hash = encoder_hash
        self._stored: Stored = open_stored(folder, encoder_hash)
        self._refreshing = threading.Lock()
        self._stop = threading.Event()
        self._complaint = ""

    def ask(self, question: Callable[[PassageIndex], Result]) -> Result:
        """The answer to a question about the index as it is now."""
        try:
            return question(self._stored.index)
        except IndexFileError:  # on a server, vectors go when a new index has taken their place
            self.refresh()
            return question(self._stored.index)

    def follow(self) -> None:
        """Starts to look for changes, until `stop`."""
        threading.Thread(target=self._follow, name=f"heed index {self.folder.name}", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def refresh(self) -> None:
        """Takes over what has changed in the folder.

        Raises:
            IndexFileError: what is there now can't be used.
        """
        with self._refreshing:
            if Manifest.load(self.folder).snapshot != self._stored.manifest.snapshot:
                self._stored = open_stored(self.folder, self.encoder_hash, _yield_gil)  # searches go on in the old one meanwhile
            else:
                self._stored.journal.replay(self._stored.index, _yield_gil)

    def _follow(self) -> None:
        while not self._stop.wait(PERIOD):
            try:
                self.refresh()
                self._complaint = ""
            except IndexFileError as error:
                if str(error) != self._complaint:
                    logger.error("the index in %s can't be taken over, the one before serves on: %s", self.folder, error)
                self._complaint = str(error)


def _yield_gil() -> None:
    time.sleep(PAUSE)
