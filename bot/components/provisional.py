"""What a training leaves out: `heed run` serves a provisional model first, where there is none, while the whole one is being trained.

A provisional model is trained in mode `quick`, whatever the settings say. It decides by the shipped weights, since its own would have to be
fitted on each example and past question asked anew; reviewed questions are not in its index yet, and only some of them are examples; the
probability that a passage answers isn't learnt from the logs, of which only the newest pairs are indexed (`bot.models.begun_indexes`).
"""

import os
from dataclasses import replace

from finetune.settings import TrainingSettings

# Set by `heed run` for the trainings that it starts: one of the two below, or nothing.
VARIABLE = "HEED_LEAVE_OUT"
# The fine-tuned network, for which PyTorch would be needed; and with it all that can be learnt later.
NETWORK, ALL = "network", "all"


def provisional() -> bool:
    """Whether the model that is trained in this process is one."""
    return left_out() == ALL


def left_out() -> str:
    """What the training in this process leaves out."""
    return os.environ.get(VARIABLE, "")


def training_settings(settings: TrainingSettings) -> TrainingSettings:
    """The settings, without a network where it is left out."""
    return replace(settings, mode="quick") if left_out() in (NETWORK, ALL) else settings
