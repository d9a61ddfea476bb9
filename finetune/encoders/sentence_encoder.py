"""A published sentence encoder, served by onnxruntime as it is."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from data.errors import ModelError
from finetune.arrays import Floats
from finetune.encoders.shared import shared
from finetune.encoders.text_network import TextNetwork
from finetune.encoders.tokenization import encode

NETWORK, TOKENIZER, CARD = "encoder.onnx", "tokenizer.json", "encoder.json"
# All of an exported encoder.
FILES = (NETWORK, TOKENIZER, CARD)
# What the folders of exported encoders begin with: multilingual-e5-small, and others of BERT's architecture.
E5, BERT = "e5", "bert"


def folder_name(kind: str, encoder_hash: str) -> str:
    """The name of an exported encoder's folder."""
    return f"{kind}-{encoder_hash[:16]}"


@dataclass(frozen=True)
class SentenceCard:
    """What is known of an exported encoder: its name, the SHA-256 of its files, its vectors' width, where texts are cut."""

    name: str
    encoder_hash: str
    width: int
    max_tokens: int

    def save(self, folder: Path) -> None:
        (folder / CARD).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "SentenceCard":
        """Reads the card of the encoder in `folder`.

        Raises:
            ModelError: it is missing or damaged.
        """
        try:
            return cls(**json.loads((folder / CARD).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise _damaged(folder, error) from error


class SentenceEncoder:
    """Turns texts into vectors; `finetune.encoders.sentence_export` writes what `load` reads."""

    def __init__(self, network: TextNetwork, tokenizer: Tokenizer, card: SentenceCard) -> None:
        self._network = network
        self.tokenizer = tokenizer
        self.card = card

    @classmethod
    def load(cls, folder: Path, threads: int = 1, many: bool = False) -> "SentenceEncoder":
        """An exported encoder, which others in the process may use, too; `threads` for one text, `many` to read many texts at a time
        (`TextNetwork.load`).

        Raises:
            ModelError: files are missing or damaged.
        """
        return cls._load(folder, threads, many) if many else shared(cls, folder, FILES, threads, lambda: cls._load(folder, threads))

    @classmethod
    def _load(cls, folder: Path, threads: int, many: bool = False) -> "SentenceEncoder":
        card = SentenceCard.load(folder)
        try:
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            tokenizer.no_padding()
            tokenizer.no_truncation()
            return cls(TextNetwork.load(folder / NETWORK, threads, many), tokenizer, card)
        except Exception as error:  # each library has its own; all mean that a file is missing or damaged
            raise _damaged(folder, error) from error

    @property
    def encoder_hash(self) -> str:
        return self.card.encoder_hash

    @property
    def width(self) -> int:
        return self.card.width

    def read(self, text: str) -> tuple[Floats, float]:
        """A text's vector (D,) of length 1, and the share of its tokens that the vocabulary lacks."""
        batch = encode(self.tokenizer, [text], self.card.max_tokens)
        vectors = self._network.run(batch, ["sentence"])[0]
        return vectors[0], float(batch.unknown[0])

    def read_all(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """What `read` gives of N texts: vectors (N, D), and shares (N,)."""
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        unknown = np.zeros(len(texts), dtype=np.float32)
        for indices, batch, [sentences] in self._network.run_all(self.tokenizer, texts, self.card.max_tokens, ["sentence"]):
            vectors[indices], unknown[indices] = sentences, batch.unknown
        return vectors, unknown

    def embed(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors (N, D) of length 1."""
        return self.read_all(texts)[0]


def _damaged(folder: Path, error: Exception) -> ModelError:
    return ModelError(f"the encoder in {folder} is missing or damaged ({error}); remove the folder, it is made anew")
