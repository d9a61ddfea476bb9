"""Serves multilingual-e5-small: texts of any of a hundred languages to vectors, and to the states of their tokens."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from data.errors import ModelError
from finetune.arrays import Floats, Ids
from finetune.encoders.e5.unigram import UnigramTokenizer
from finetune.encoders.sentence_encoder import CARD, NETWORK, SentenceCard
from finetune.encoders.shared import shared
from finetune.encoders.text_network import TextNetwork

MATRICES, VOCABULARY, CENTRE = "encoder.bin", "vocabulary.npz", "centre.npz"
FILES = (NETWORK, MATRICES, VOCABULARY, CENTRE, CARD)


class TokenStates(NamedTuple):
    """A text as the encoder reads it, token by token.

    Attributes:
        ids: of the tokens (T,), without those that frame the text.
        offsets: where in the clean text each begins and ends (T, 2).
        states: the tokens' states (T, D), centred, of length 1.
        sentence: the text's vector (D,), centred, of length 1.
    """

    ids: Ids
    offsets: Ids
    states: Floats
    sentence: Floats


class E5Encoder:
    """Turns texts into vectors; `finetune.encoders.e5.export` writes what `load` reads.

    All of the model's vectors point into one narrow cone: two unrelated texts have a cosine of .8. So the mean of texts in many
    languages is taken off each, as in Mu & Viswanath 2018, “All-but-the-Top”, section 2: unrelated texts then have a cosine near 0.
    """

    def __init__(self, network: TextNetwork, tokenizer: UnigramTokenizer, card: SentenceCard, centre: Floats) -> None:
        """`centre` (2, D) is the mean of sentence vectors, and the mean of token states."""
        self._network = network
        self._tokenizer = tokenizer
        self._card = card
        self._centre = centre

    @classmethod
    def load(cls, folder: Path, threads: int = 1, many: bool = False) -> "E5Encoder":
        """An exported encoder, which others in the process may use, too; `threads` for one text, `many` to read many texts at a time
        (`TextNetwork.load`).

        Raises:
            ModelError: files are missing or damaged.
        """
        return cls._load(folder, threads, many) if many else shared(cls, folder, FILES, threads, lambda: cls._load(folder, threads))

    @classmethod
    def _load(cls, folder: Path, threads: int, many: bool = False) -> "E5Encoder":
        card, tokenizer = SentenceCard.load(folder), UnigramTokenizer.load(folder / VOCABULARY)
        try:
            with np.load(folder / CENTRE) as arrays:
                network = TextNetwork.load(folder / NETWORK, threads, many)
                return cls(network, tokenizer, card, np.stack([arrays["sentence"], arrays["state"]]))
        except Exception as error:  # onnxruntime has its own; all mean that a file is missing or damaged
            raise ModelError(f"the encoder in {folder} is missing or damaged ({error}); remove the folder, it is made anew") from error

    @property
    def encoder_hash(self) -> str:
        return self._card.encoder_hash

    @property
    def width(self) -> int:
        return self._card.width

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors (N, D) of N texts, centred, of length 1."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        for indices, _, [sentences] in self._network.run_all(self._tokenizer, texts, self._card.max_tokens, ["sentence"]):
            vectors[indices] = sentences
        return centred(vectors, self._centre[0])

    def read(self, text: str) -> TokenStates:
        """A text, token by token."""
        return next(self.read_all([text]))

    def read_all(self, texts: Sequence[str]) -> Iterator[TokenStates]:
        """Texts, token by token, in their order."""
        found: list[TokenStates | None] = [None] * len(texts)
        for indices, batch, outputs in self._network.run_all(self._tokenizer, texts, self._card.max_tokens, ["states", "sentence"]):
            states, sentences = outputs
            for index, ids, offsets, own, sentence in zip(indices, batch.ids, batch.offsets, states, sentences):
                kept = offsets[:, 1] > offsets[:, 0]  # neither frame nor padding
                centred_states = centred(_of_length_1(own[kept]), self._centre[1])
                found[index] = TokenStates(ids[kept], offsets[kept], centred_states, centred(sentence[None], self._centre[0])[0])
        yield from (each for each in found if each is not None)


def centred(vectors: Floats, centre: Floats) -> Floats:
    """Vectors (N, D) without a centre (D,), scaled to length 1."""
    return _of_length_1(vectors - centre)


def _of_length_1(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
