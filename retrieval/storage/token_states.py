"""The token states of an index's passages, kept on the disk: a cache, since an encoder can read the passages again.

A text is found by an id made of its content, so that nothing kept can be stale. What is kept lies beside an index's snapshots, in a
folder named by the encoder and the time it was begun; of several the last counts. Who writes holds the index's lock.
"""

import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from data.errors import IndexFileError
from data.records import content_id
from retrieval.encoder import Encoder, TokenStates
from retrieval.search.late_interaction import TokenIds, TokenText
from retrieval.storage.token_files import TokenFiles, append
from retrieval.vectors.interface import Ids

# Texts that are read anew and remembered, about 15 KB each.
REMEMBERED = 512
# Texts that are read and written at a time.
BATCH = 256


class TokenStateStore:
    """The token states of texts under an index's folder. Any number of processes may read while one writes."""

    def __init__(self, folder: Path | None, encoder_hash: str, encoder: Encoder | None = None) -> None:
        """Opens what is there.

        Args:
            folder: the index's; without one, states are kept in a temporary folder for as long as this object is there.
            encoder_hash: of the encoder that reads the texts.
            encoder: reads what isn't kept; without one, only what is kept can be asked for.
        """
        self.folder = folder or Path(tempfile.mkdtemp(prefix="heed-"))
        if folder is None:
            weakref.finalize(self, shutil.rmtree, self.folder)
        self._encoder_hash, self._encoder = encoder_hash, encoder
        # No method: an index that is let go of is to be freed without a garbage collection.
        self._read_anew: Callable[[str], TokenText] = lru_cache(REMEMBERED)(partial(_read_anew, encoder))
        self._files = TokenFiles(self._newest())

    def read(self, text: str) -> TokenStates:
        """A question, token by token.

        Raises:
            IndexFileError: the store was opened without an encoder.
        """
        return next(_needed(self._encoder).read_all([text]))

    def of(self, texts: Sequence[str]) -> list[TokenText]:
        """Texts (N), token by token: as they are kept, or else read anew.

        Raises:
            IndexFileError: a text isn't kept, and the store was opened without an encoder.
        """
        files, places = self._find(_keys(texts))
        return [files.text(place) if place >= 0 else self._read_anew(text) for text, place in zip(texts, places.tolist())]

    def kept_ids(self, texts: Sequence[str]) -> list[TokenIds]:
        """The token ids of those of the texts that are kept."""
        files, places = self._find(_keys(texts))
        return [files.text(place).ids for place in places.tolist() if place >= 0]

    def write(self, texts: Sequence[str], report: Callable[[int], None] = lambda count: None) -> None:
        """Keeps texts, as far as they aren't kept already; `report` is called with how many are done since the last time."""
        missing = list(dict.fromkeys(text for text, place in zip(texts, self._find(_keys(texts))[1]) if place < 0))
        report(len(texts) - len(missing))
        if not missing:
            return
        folder = self._own(self._newest()) or self._begin(self.folder)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            append(folder, [(content_id(text), TokenText.of(read)) for text, read in zip(batch, _needed(self._encoder).read_all(batch))])
            report(len(batch))
        self._files = TokenFiles(folder)

    def keep_only(self, texts: Sequence[str], folder: Path) -> None:
        """Leaves under an index's folder what this store keeps of these texts, and nothing else: what was removed is gone for good."""
        keys = np.unique(_keys(texts))
        files, places = self._find(keys)
        there = places >= 0
        kept = files.folder
        if folder != self.folder or not np.array_equal(files.keys, keys[there]):
            kept = self._begin(folder)
            for start in range(0, len(keys), BATCH):
                part = slice(start, start + BATCH)
                append(kept, [(key, files.text(place)) for key, place in zip(keys[part].tolist(), places[part].tolist()) if place >= 0])
            if folder == self.folder:
                self._files = TokenFiles(kept)
        for other in folder.glob("tokens-*"):
            if other != kept:
                shutil.rmtree(other)

    def _find(self, keys: Ids) -> tuple[TokenFiles, Ids]:
        """The files and where in them the texts with these keys (N,) are; if one is missing, the files as they are on the disk by now."""
        files = self._files
        places = files.find(keys)
        if (places < 0).any() and (files.grew() or files.folder != self._newest()):
            files = self._files = TokenFiles(self._newest())
            places = files.find(keys)
        return files, places

    def _newest(self) -> Path | None:
        return max(self.folder.glob(f"tokens-{self._encoder_hash[:16]}-*"), default=None)

    def _own(self, folder: Path | None) -> Path | None:
        """A folder whose files may grow: a copy, if they are another index's, too (`retrieval.storage.cloning`)."""
        if folder is None or not any(file.stat().st_nlink > 1 for file in folder.iterdir()):
            return folder
        copy = self._begin(self.folder)
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        return copy

    def _begin(self, folder: Path) -> Path:
        begun = folder / f"tokens-{self._encoder_hash[:16]}-{time.time_ns():020x}"
        begun.mkdir(parents=True)
        return begun


def _keys(texts: Sequence[str]) -> Ids:
    return np.array([content_id(text) for text in texts], dtype=np.int64)


def _needed(encoder: Encoder | None) -> Encoder:
    if encoder is None:
        raise IndexFileError("the index was opened without its encoder, so that it can be changed but not searched; open it with one")
    return encoder


def _read_anew(encoder: Encoder | None, text: str) -> TokenText:
    return TokenText.of(next(_needed(encoder).read_all([text])))
