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
        """The fine-tuned network for serving, where there is one: encoder, pooling and head."""
        return self.folder / "classifier.onnx"

    @property
    def weights(self) -> Path:
        """What training changed of the network, to go on from; the frozen rest is the pretrained encoder's."""
        return self.folder / "trained.safetensors"

    @property
    def members(self) -> Path:
        """The regressions, and the examples' vectors (`finetune.classifier.members`)."""
        return self.folder / "members.safetensors"

    @property
    def states(self) -> Path:
        """The examples' token states (`finetune.classifier.late_interaction`)."""
        return self.folder / "states.safetensors"

    @property
    def language_model(self) -> Path:
        """Counts of the examples' words and word pairs (`finetune.classifier.language_model`)."""
        return self.folder / "words.json"

    @property
    def card(self) -> Path:
        return self.folder / "classifier.json"

    def files(self, network: bool) -> list[Path]:
        """All of them, of a classifier with a network or without."""
        return [*([self.onnx, self.weights] if network else []), self.members, self.states, self.language_model, self.card]


@dataclass(frozen=True)
class Card:
    """All of a classifier that isn't a tensor.

    Attributes:
        intents: the classes, in the order of the logits.
        encoder: the English encoder's name.
        encoder_hash: SHA-256 over all that e5's vectors depend on: an index belongs to the encoder that made them.
        english_hash: the same of the English encoder.
        width: of e5's vectors.
        network: whether a fine-tuned network is a member of the ensemble.
        max_tokens: longer messages are cut.
        weights: of the ensemble's members (`finetune.classifier.ensemble.combine`).
        calibration: how sure to be (`finetune.classifier.calibration`).
        accuracy: on the held-out examples.
        int8: whether the network has 8-bit weights; true without one.
        settings: of the training.
    """

    intents: list[str]
    encoder: str
    encoder_hash: str
    english_hash: str
    width: int
    network: bool
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
