"""How far training is. Stands alone, so that a progress bar needs no torch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingProgress:
    """At `step` of `steps` of a phase: the latest loss, if it learns by steps, and the best held-out accuracy so far, if one was taken."""

    step: int
    steps: int
    loss: float | None
    accuracy: float | None
    phase: str = "Learning"
