"""How far training is. Stands alone, so that a progress bar needs no torch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingProgress:
    """At `step` of `steps`: the latest loss, and the validation accuracy of the last epoch, if one has ended."""

    step: int
    steps: int
    loss: float
    accuracy: float | None
