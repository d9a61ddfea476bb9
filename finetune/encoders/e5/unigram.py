"""A unigram tokenizer with a vocabulary of any size in a few megabytes: `tokenizers` needs 280 MB for 250,000 pieces, this one 7.

It gives what `pieces.build_tokenizer` gives, which the tests compare; and it has the part of its interface that
`finetune.encoders.tokenization.encode` uses.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from data.errors import ModelError
from finetune.encoders.e5.package_weights import Pieces
from finetune.encoders.e5.pieces import BEGIN, END, PREFIX, SPACE, SPECIAL, UNKNOWN

# Words whose pieces are kept at hand.
CACHED = 4096
# What a character that the vocabulary lacks costs more than the least likely piece, as in sentencepiece.
_UNKNOWN_COSTS = 10.0
_VANISHING = dict.fromkeys([*range(0x01, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F], "")
_PARTING = dict.fromkeys([9, 10, 12, 13, 0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD], " ")
_MARKS = _VANISHING | _PARTING
_WORD = re.compile(r"\S+")

Piece = tuple[int, int, int]  # id, and where in its word it begins and ends


class Encoding(NamedTuple):
    """A text's token ids, and where in the text, after normalisation, each begins and ends; both 0 for what frames it."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class UnigramTokenizer:
    """Texts to ids: <s> query: TEXT </s>; pieces are looked up in a hash table of flat arrays."""

    def __init__(self, text: bytes, ends: memoryview, scores: memoryview, table: memoryview) -> None:
        """Takes the arrays that `write_unigram` writes: the pieces' UTF-8, V + 1 ends in it, V scores, the table (-1 where empty)."""
        self._text, self._ends, self._scores, self._table = text, ends, scores, table
        self._mask = len(table) - 1
        lengths = np.diff(np.asarray(ends))
        self._longest = int(lengths.max())
        self._least = float(np.asarray(scores).min()) - _UNKNOWN_COSTS
        unknown, begin, end = (self.token_to_id(name) for name in (UNKNOWN, BEGIN, END))
        if unknown is None or begin is None or end is None:
            raise ModelError(f"the vocabulary lacks {UNKNOWN}, {BEGIN} or {END}; remove the encoder's folder, it is made anew")
        self._unknown = unknown
        self._word = lru_cache(CACHED)(self._split)
        self._before = [begin, *(piece for piece, _, _ in self._split(SPACE + PREFIX))]
        self._after = [end]

    @classmethod
    def load(cls, file: Path) -> "UnigramTokenizer":
        """Reads what `write_unigram` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        try:
            with np.load(file) as arrays:
                parts = [memoryview(arrays[name]) for name in ("ends", "scores", "table")]
                return cls(arrays["text"].tobytes(), *parts)
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise ModelError(f"the vocabulary {file} is missing or damaged ({error}); remove its folder, it is made anew") from error

    def encode_batch(self, texts: Sequence[str]) -> list[Encoding]:
        """Tokenizes texts, without padding or truncation."""
        return [self.encode(text) for text in texts]

    def encode(self, text: str) -> Encoding:
        """Tokenizes a text."""
        ids, offsets = list(self._before), [(0, 0)] * len(self._before)
        for word in _WORD.finditer(unicodedata.normalize("NFKC", text).translate(_MARKS)):
            start = word.start() - 1  # the mark that begins each word takes no place in the text
            for piece, begin, end in self._word(SPACE + word.group()):
                ids.append(piece)
                offsets.append((start + max(begin, 1), start + max(end, 2)))
        return Encoding(ids + self._after, [*offsets, (0, 0)])

    def token_to_id(self, token: str) -> int | None:
        """A piece's id, if there is such a piece."""
        place = self._find(token.encode())
        return None if place < 0 else place

    def _find(self, piece: bytes) -> int:
        slot = crc32(piece) & self._mask
        while (place := self._table[slot]) >= 0:
            if self._text[self._ends[place] : self._ends[place + 1]] == piece:
                return int(place)
            slot = (slot + 1) & self._mask
        return -1

    def _split(self, word: str) -> tuple[Piece, ...]:
        """The likeliest pieces of a word (Viterbi); characters unknown in a row make one piece."""
        chars = [char.encode() for char in word]
        best = [0.0, *[float("-inf")] * len(chars)]
        back = [(0, 0)] * (len(chars) + 1)  # id and begin of the piece that ends here
        for begin in range(len(chars)):
            score = best[begin]
            if score + self._least > best[begin + 1]:
                best[begin + 1], back[begin + 1] = score + self._least, (self._unknown, begin)
            for end, piece in self._candidates(chars, begin):
                if score + self._scores[piece] > best[end]:
                    best[end], back[end] = score + self._scores[piece], (piece, begin)
        return tuple(_joined(back, self._unknown))

    def _candidates(self, chars: list[bytes], begin: int) -> Iterator[tuple[int, int]]:
        """Where pieces that begin at a place end, and their ids."""
        piece = b""
        for end in range(begin, len(chars)):
            piece += chars[end]
            if len(piece) > self._longest:
                return
            found = self._find(piece)
            if found >= len(SPECIAL):  # <s> in a text is no token
                yield end + 1, found


def _joined(back: list[tuple[int, int]], unknown: int) -> list[Piece]:
    pieces: list[Piece] = []
    end = len(back) - 1
    while end > 0:
        piece, begin = back[end]
        if pieces and piece == unknown == pieces[-1][0]:
            pieces[-1] = (piece, begin, pieces[-1][2])
        else:
            pieces.append((piece, begin, end))
        end = begin
    return pieces[::-1]


def write_unigram(pieces: Pieces, file: Path) -> None:
    """Writes the arrays that `UnigramTokenizer.load` reads (.npz)."""
    texts = [piece.encode() for piece in pieces.pieces]
    size = 1 << (2 * len(texts) - 1).bit_length()
    table = [-1] * size
    for place, text in enumerate(texts):
        slot = crc32(text) & (size - 1)
        while table[slot] >= 0:
            slot = (slot + 1) & (size - 1)
        table[slot] = place
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
    np.savez(file, text=np.frombuffer(b"".join(texts), np.uint8), ends=ends, scores=pieces.scores, table=np.array(table, dtype=np.int32))
