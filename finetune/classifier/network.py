"""The fine-tuned network, served by onnxruntime: a member of the ensemble, and where its attention fell."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from finetune.arrays import Floats
from finetune.encoders.onnx_session import open_session
from finetune.encoders.tokenization import encode


@dataclass(frozen=True)
class NetworkReading:
    """What the network gives for one message of T tokens.

    Attributes:
        logits: of the intents (C,).
        attention: the weight that each head gave to each token (H, T).
        tokens: T.
        offsets: where in the clean text each token begins and ends (T, 2); both 0 for those that frame it.
    """

    logits: Floats
    attention: Floats
    tokens: list[str]
    offsets: list[tuple[int, int]]


class Network:
    """A trained network, loaded once and then only read from."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, max_tokens: int) -> None:
        self.session, self.tokenizer, self.max_tokens = session, tokenizer, max_tokens

    @classmethod
    def load(cls, file: Path, tokenizer: Tokenizer, max_tokens: int, threads: int = 1) -> "Network":
        return cls(open_session(file, threads), tokenizer, max_tokens)

    def read(self, text: str) -> NetworkReading:
        """Reads a clean text."""
        batch = encode(self.tokenizer, [text], self.max_tokens)
        logits, attention = self.session.run(["logits", "attention"], {"ids": batch.ids, "mask": batch.mask})
        tokens = [self.tokenizer.id_to_token(token) for token in batch.ids[0].tolist()]
        return NetworkReading(logits[0], attention[0], tokens, [(start, end) for start, end in batch.offsets[0].tolist()])

    def logits(self, texts: Sequence[str]) -> Floats:
        """The logits (N, C) of clean texts, read one at a time."""
        return np.stack([self.read(text).logits for text in texts])
