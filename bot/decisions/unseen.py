"""How a model meets questions that it has not learnt from: kept in its archive, so that two models can be compared fairly.

Each question is one of those that the decision is fitted on, read by a classifier that was trained without it and searched for without
its own dialogue. The weights that decide on it here are fitted without it, too: five times, each on four fifths of the questions; only the
shipped weights, on which these build, know the sample shop's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from bot.decisions.decision import probabilities
from bot.decisions.fitting import Trial, own_weights
from bot.decisions.weights import Kind, Weights
from data.errors import ModelError
from data.records import content_id

# What it is called in the classifier's folder.
NAME = "unseen.json"
PARTS = 5

# As `bot.retraining.evaluation.judging.State` has it.
State = Literal["right", "unanswered", "wrong_answer"]


class Unseen(msgspec.Struct, frozen=True):
    """A question, and what the model would have done with it.

    Attributes:
        key: made of its text: the same in every model.
        text: the question, as it was read.
        intent: the template that is expected; empty if another kind of answer is.
        expected: the kind of outcome that is expected.
        reachable: whether that was to be had: the right template or passage came first.
        came: the kind that came.
        confidence: how likely the model took that to be right, in [0, 1].
        weight: how much it counts; 1 for a question that a person has reviewed.
        features: what was known of it, by name.
    """

    key: int
    text: str
    intent: str
    expected: Kind
    reachable: bool
    came: Kind
    confidence: float
    weight: float
    features: dict[str, float]

    @property
    def state(self) -> State:
        """How good that was: a template or a passage that isn't the right one is said with confidence."""
        if self.came == self.expected and self.reachable:
            return "right"
        return "wrong_answer" if self.came in ("template", "passage") else "unanswered"

    def decided_by(self, weights: Weights) -> Unseen:
        """The same question, decided on by other weights."""
        chances = probabilities(self.features, weights)
        came = max(chances, key=chances.__getitem__)
        return msgspec.structs.replace(self, came=came, confidence=round(chances[came], 4))


def unseen_outcomes(trials: Sequence[Trial], shipped: Weights) -> list[Unseen]:
    """What comes of each trial with weights that were fitted on the others; of several with the same text, the first counts."""
    distinct: Mapping[int, Trial] = {content_id(trial.text): trial for trial in reversed(trials)}
    found = []
    for part in range(PARTS):
        asked = {key: trial for key, trial in distinct.items() if key % PARTS == part}
        weights = own_weights([trial for trial in trials if content_id(trial.text) not in asked], shipped)
        for key, trial in asked.items():
            features = {name: round(float(value), 4) for name, value in trial.features.items()}
            expected = trial.expected or trial.right
            record = Unseen(key, trial.text, trial.intent, expected, expected == trial.right, expected, 0.0, trial.weight, features)
            found.append(record.decided_by(weights))
    return sorted(found, key=lambda each: each.key)


def save_unseen(outcomes: Sequence[Unseen], path: Path) -> None:
    """Writes outcomes as `load_unseen` reads them."""
    path.write_bytes(msgspec.json.encode(outcomes))


def load_unseen(path: Path) -> list[Unseen]:
    """Reads them; none where the model has none.

    Raises:
        ModelError: the file is damaged.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Unseen]) if path.is_file() else []
    except (OSError, msgspec.DecodeError) as error:
        raise ModelError(f"{path} is damaged ({error}); train anew with `rasa train`") from error
