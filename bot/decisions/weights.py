"""The weights of the decision: those of a model, and the ones that are shipped for a model that has none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, get_args

from data.errors import ModelError

Kind = Literal["template", "passage", "clarify", "hand_over"]
# For each kind of outcome the weight of each feature, and the bias.
Weights = Mapping[Kind, Mapping[str, float]]

SHIPPED = Path(__file__).with_name("weights.json")
# Ids (`data.records.content_id`) of the questions that the shipped weights were fitted on: of these, they aren't to be judged.
LEARNT = Path(__file__).with_name("weights_learnt.json")
# What a model's own weights are called in its classifier's folder.
NAME = "decision.json"


def load_weights(path: Path = SHIPPED) -> Weights:
    """Reads the weights of a decision.

    Raises:
        ModelError: the file is missing or damaged.
    """
    try:
        weights: Weights = json.loads(path.read_text(encoding="utf-8"))
        if set(weights) != set(get_args(Kind)):
            raise ValueError(f"expected weights for {', '.join(get_args(Kind))}")
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} holds no weights of a decision ({error}); train anew with `rasa train`") from error
    return weights


def save_weights(weights: Weights, path: Path) -> None:
    """Writes weights as `load_weights` reads them."""
    path.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def shipped_learnt() -> frozenset[int]:
    """The ids of the questions that the shipped weights were fitted on."""
    return frozenset(json.loads(LEARNT.read_text(encoding="utf-8")))


def save_learnt(questions: Iterable[int]) -> None:
    """Writes them, one a line."""
    LEARNT.write_text("[\n" + ",\n".join(map(str, sorted(set(questions)))) + "\n]\n", encoding="utf-8")
