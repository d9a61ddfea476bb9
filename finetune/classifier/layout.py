"""What a trained classifier is on disk: safetensors, ONNX and JSON only, so nothing runs when it is loaded."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.errors import ModelError
from finetune.classifier.calibration import Calibration


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
    def members(self) -> Path:
        """The members of the ensemble beside the network (`finetune.classifier.ensemble`)."""
        return self.folder / "ensemble.safetensors"

    @property
    def language_model(self) -> Path:
        """Counts of the examples' words and word pairs (`finetune.classifier.language_model`)."""
        return self.folder / "words.json"

    @property
    def tokenizer(self) -> Path:
        return self.folder / "tokenizer.json"

    @property
    def card(self) -> Path:
        return self.folder / "classifier.json"

    @property
    def files(self) -> list[Path]:
        """All of them."""
        return [self.onnx, self.weights, self.members, self.language_model, self.tokenizer, self.card]

    def is_valid(self) -> bool:
        return all(file.is_file() for file in self.files)


@dataclass(frozen=True)
class Card:
    """All of a classifier that isn't a tensor.

    Attributes:
        intents: the classes, in the order of the logits.
        encoder: the pretrained encoder's name.
        encoder_hash: SHA-256 over all that sentence vectors depend on: an index belongs to the encoder that made them.
        width: of the sentence vectors.
        max_tokens: longer messages are cut.
        weights: of the ensemble's members (`finetune.classifier.ensemble.combine`).
        calibration: how sure to be (`finetune.classifier.calibration`).
        accuracy: on the held-out examples.
        int8: whether the network has 8-bit weights.
        settings: of the training.
    """

    intents: list[str]
    encoder: str
    encoder_hash: str
    width: int
    max_tokens: int
    weights: list[float]
    calibration: Calibration
    accuracy: float
    int8: bool
    settings: dict[str, Any]

    def save(self, path: Path) -> None:
        record = {**asdict(self), "calibration": self.calibration._asdict()}
        path.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Card":
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{**record, "calibration": Calibration(**record["calibration"])})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(f"{path} is no classifier's card ({error}); train anew with `rasa train`") from error
