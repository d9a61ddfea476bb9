from __future__ import annotations

from pathlib import Path

import pytest

from finetune.settings import TrainingSettings
from finetune.training.trials import Tried, try_settings
from tests.conftest import EXAMPLES

pytest.importorskip("optuna", reason="the extra `train` isn't installed")


def test_the_best_comes_first_and_what_stands_is_tried_first(encoders: Path) -> None:
    reported: list[Tried] = []
    settings = TrainingSettings(strength=0.01, validation_share=0.3)
    tried = try_settings(EXAMPLES, encoders, settings, 3, reported.append)
    assert reported[0].changes == {}
    assert len(tried) == len(reported) == 3
    assert [each.loss for each in tried] == sorted(each.loss for each in tried)
    assert all(set(each.changes) == {"strength"} for each in reported[1:])
    # With so much regularisation, which is the most there is, nothing is told apart: whatever is tried besides reads better.
    assert tried[0].changes["strength"] > settings.strength
