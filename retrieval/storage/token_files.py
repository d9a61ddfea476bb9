"""Token states of many texts in three files that only grow: what each text's tokens are, mapped from the disk.

`rows` says of each text where its tokens begin and how many there are; `ids` and `states` hold the tokens of all. A text's row is
written last, so that a writer that dies leaves nothing half.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from retrieval.search.late_interaction import TokenText
from retrieval.vectors.interface import Ids

ROW = np.dtype([("key", "<i8"), ("start", "<i8"), ("count", "<i4")])
ROWS, IDS, STATES, WIDTH = "rows", "ids", "states", "width"


class TokenFiles:
    """The files of one folder, as they are when it is opened."""

    def __init__(self, folder: Path | None) -> None:
        """Opens the files, if there are any."""
        self.folder = folder
        rows = np.fromfile(folder / ROWS, dtype=ROW) if folder and (folder / ROWS).is_file() else np.zeros(0, dtype=ROW)
        self.size = len(rows)
        width = int((folder / WIDTH).read_text()) if folder and len(rows) else 1
        self._ids: NDArray[np.int32] = _mapped(folder, IDS, "<i4", 1)[:, 0]
        self._states: NDArray[np.int8] = _mapped(folder, STATES, "i1", width)
        rows = rows[rows["start"] + rows["count"] <= min(len(self._ids), len(self._states))]  # a file was cut off
        self._rows = rows[np.argsort(rows["key"], kind="stable")]

    def grew(self) -> bool:
        """Whether texts came since the files were opened."""
        file = self.folder / ROWS if self.folder else None
        return bool(file and file.is_file() and file.stat().st_size // ROW.itemsize > self.size)

    @property
    def keys(self) -> Ids:
        """Of all texts (M,), in order."""
        return np.asarray(self._rows["key"], dtype=np.int64)

    def find(self, keys: Ids) -> Ids:
        """Where the texts with these keys (N,) are, for `text`: -1 for those that aren't there."""
        if not len(self._rows):
            return np.full(len(keys), -1, dtype=np.int64)
        places = np.searchsorted(self._rows["key"], keys).clip(max=len(self._rows) - 1)
        return np.where(self._rows["key"][places] == keys, places, -1)

    def text(self, place: int) -> TokenText:
        """The text at a place that `find` gave; its arrays are read from the disk when they are used."""
        _, start, count = self._rows[place].item()
        return TokenText(self._ids[start : start + count], self._states[start : start + count])


def append(folder: Path, texts: Iterable[tuple[int, TokenText]]) -> None:
    """Adds texts under their keys to the files of a folder; one writer at a time."""
    given = list(texts)
    if not given:
        return
    width = given[0][1].states.shape[1]
    if not (folder / WIDTH).is_file():  # replaced at once: a reader, or a writer that dies, never sees half of it
        beside = folder / f".{WIDTH}"
        beside.write_text(str(width))
        beside.replace(folder / WIDTH)
    with (folder / IDS).open("ab") as ids, (folder / STATES).open("ab") as states, (folder / ROWS).open("ab") as rows:
        start = max(ids.tell() // 4, -(-states.tell() // width))
        ids.truncate(4 * start)  # of a writer that died; longer files are filled with zeros
        states.truncate(width * start)
        rows.truncate(rows.tell() // ROW.itemsize * ROW.itemsize)
        starts = start + np.cumsum([0, *(len(text.ids) for _, text in given)])
        ids.write(np.concatenate([text.ids for _, text in given]).astype("<i4").tobytes())
        states.write(np.concatenate([text.states for _, text in given]).tobytes())
        ids.flush()
        states.flush()
        rows.write(np.array([(key, at, len(text.ids)) for (key, text), at in zip(given, starts)], dtype=ROW).tobytes())


def _mapped(folder: Path | None, name: str, dtype: DTypeLike, width: int) -> NDArray[Any]:
    """A file as rows (N, width), mapped; none where there is no file."""
    file = folder / name if folder else None
    count = file.stat().st_size // (width * np.dtype(dtype).itemsize) if file and file.is_file() else 0
    if not file or not count:
        return np.zeros((0, width), dtype=dtype)
    return np.memmap(file, dtype=dtype, mode="r", shape=(count, width)).view(np.ndarray)
