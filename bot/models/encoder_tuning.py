"""Fine-tunes an English encoder on what a company's logs hold."""

from pathlib import Path

from bot.console import training_bar
from bot.models.indexes import mined
from data.extras import require_training


def tune_encoder(logs: Path, folder: Path, encoder: str, epochs: int, hard: bool) -> int:
    """Fine-tunes an encoder on what logs hold, saves it in `folder`, and returns from how many pairs.

    Raises:
        SettingsError: PyTorch is not installed.
    """
    require_training("Tuning an encoder")
    from finetune.training.contrastive import ContrastiveSettings, tune  # torch takes seconds to import
    from retrieval.building.hard_negatives import hard_negatives

    pairs = mined(logs).pairs
    with training_bar() as report:
        tune(pairs, folder, ContrastiveSettings(encoder=encoder, epochs=epochs), hard_negatives(pairs) if hard else (), report)
    return len(pairs)
