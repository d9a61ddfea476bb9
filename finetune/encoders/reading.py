"""Texts as both encoders read them: e5 any language, token by token; the other one English only, but that better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from typing_extensions import Self

from data.errors import ModelError
from data.languages import english_probability
from finetune.arrays import Floats, Ids
from finetune.encoders.e5.encoder import E5Encoder, TokenStates
from finetune.encoders.sentence_encoder import BERT, E5, SentenceEncoder, folder_name


class Reading(NamedTuple):
    """One text."""

    tokens: TokenStates  # as e5 reads it
    english: Floats  # (D,), the English encoder's vector, times the probability that the text is English
    foreign: float  # from 0 to 1: how far the English encoder can't read it

    @classmethod
    def of(cls, tokens: TokenStates, likely: float, vector: Floats, unknown: float) -> "Reading":
        """Puts together what e5 reads, the probability that the text is English, and what the English encoder reads."""
        return cls(tokens, vector * np.float32(likely), max(unknown, 1 - likely))


@dataclass(frozen=True)
class Readings:
    """N texts."""

    tokens: list[TokenStates]  # N
    sentences: Floats  # (N, D), e5's vectors of length 1
    english: Floats  # (N, E), the English encoder's vectors, each times the probability that its text is English
    foreign: Floats  # (N,), from 0 to 1: how far the English encoder can't read it

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "Readings":
        tokens, english, foreign = zip(*readings)
        return cls(list(tokens), np.stack([each.sentence for each in tokens]), np.stack(english), np.array(foreign, dtype=np.float32))

    @property
    def joined(self) -> Floats:
        """Both encoders' vectors side by side (N, E + D), the English one's first."""
        return np.concatenate([self.english, self.sentences], axis=1)

    def part(self, rows: Ids) -> "Readings":
        """Some of the texts (n,)."""
        return Readings([self.tokens[row] for row in rows], self.sentences[rows], self.english[rows], self.foreign[rows])


class Reader:
    """Reads texts with both encoders, one at a time: in a batch, 8-bit states would be rounded by their neighbours."""

    def __init__(self, e5: E5Encoder, english: SentenceEncoder) -> None:
        self.e5, self.english = e5, english

    @classmethod
    def load(cls, encoders: Path, english: str, hashes: tuple[str, str] | None = None, threads: int = 1, many: bool = False) -> Self:
        """Loads both encoders from the folder of exported ones; they are made first if they aren't there.

        Args:
            encoders: the folder.
            english: the English encoder, as `finetune.encoders.sentence_export.exported_encoder` takes it.
            hashes: e5's and the English encoder's, if it has to be these.
            threads: for one text.
            many: whether to read many texts at a time (`finetune.encoders.text_network.TextNetwork.load`).

        Raises:
            ModelError: an encoder isn't installed, is another, or is damaged.
        """
        folders = [encoders / folder_name(*each) for each in zip((E5, BERT), hashes)] if hashes else []
        if not folders or not all(map(Path.is_dir, folders)):
            from finetune.encoders.e5.export import exported_e5  # only what makes an encoder needs what exports it
            from finetune.encoders.sentence_export import exported_encoder

            folders = [exported_e5(encoders), exported_encoder(english, encoders)]
        reader = cls(E5Encoder.load(folders[0], threads, many), SentenceEncoder.load(folders[1], threads, many))
        if hashes:
            reader.expect(hashes)
        return reader

    def expect(self, hashes: tuple[str, str]) -> None:
        """Makes sure that the encoders are those with these hashes, e5's and the English encoder's.

        Raises:
            ModelError: one is another.
        """
        for expected, found in zip(hashes, self.hashes):
            if expected != found:
                raise ModelError(
                    f"the classifier was trained with the encoder {expected[:12]}…, installed is {found[:12]}…; train it anew, or "
                    "install the packages that it was trained with"
                )

    @property
    def hashes(self) -> tuple[str, str]:
        """e5's and the English encoder's hash."""
        return self.e5.encoder_hash, self.english.encoder_hash

    def read(self, text: str) -> Reading:
        """Reads a clean text; one that is surely not English is left to e5."""
        likely = english_probability(text)
        english = self.english.read(text) if likely else (np.zeros(self.english.width, dtype=np.float32), 0.0)
        return Reading.of(self.e5.read(text), likely, *english)

    def read_english(self, text: str) -> Floats:
        """The English encoder's vector (E,) of a clean text, times the probability that it is English."""
        likely = english_probability(text)
        return self.english.read(text)[0] * np.float32(likely) if likely else np.zeros(self.english.width, dtype=np.float32)

    def read_all(self, texts: Sequence[str]) -> Readings:
        """Reads clean texts, at least one."""
        return Readings.of(self.read(text) for text in texts)

    def embed(self, texts: Sequence[str]) -> Floats:
        """e5's vectors (N, D) of N texts as they stand."""
        return self.e5.embed(texts)
