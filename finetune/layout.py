"""What a trained classifier is on disk: safetensors, ONNX and JSON only, so nothing runs when it is loaded."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from data.errors import ModelError


@dataclass(frozen=True)
class Layout:
    """The files of a trained classifier."""

    folder: Path

    @property
    def onnx(self) -> Path:
        """The network for serving: encoder, pooling and head."""
        return self.folder / "classifier.onnx"

    @property
    def weights(self) -> Path:
        """What training changed, to go on from; the frozen rest is the pretrained encoder's."""
        return self.folder / "trained.safetensors"

    @property
    def neighbours(self) -> Path:
        """The training examples' sentence vectors, by which familiarity is measured."""
        return self.folder / "neighbours.safetensors"

    @property
    def tokenizer(self) -> Path:
        return self.folder / "tokenizer.json"

    @property
    def card(self) -> Path:
        return self.folder / "classifier.json"

    def is_valid(self) -> bool:
        return all(file.is_file() for file in (self.onnx, self.weights, self.neighbours, self.tokenizer, self.card))


@dataclass(frozen=True)
class Card:
    """All of a classifier that isn't a tensor.

    Attributes:
        intents: the classes, in the order of the logits.
        encoder_hash: SHA-256 over network and tokenizer: an index belongs to the encoder that made its vectors.
        temperature: divides the logits before the softmax.
        confidence: weights of the calibrated confidence in the first intent, the bias last (see `finetune.calibration`).
        readings: the same for the first few intents together.
        accuracy: on the held-out validation part.
    """

    intents: list[str]
    encoder: str
    encoder_hash: str
    width: int
    max_tokens: int
    temperature: float
    confidence: list[float]
    readings: list[float]
    accuracy: float
    settings: dict[str, Any] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Card":
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(f"{path} is no classifier's card ({error}); train anew with `rasa train`") from error
