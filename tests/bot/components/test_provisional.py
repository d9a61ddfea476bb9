import pytest

from bot.components.provisional import ALL, NETWORK, VARIABLE, provisional, training_settings
from finetune.settings import TrainingSettings


@pytest.mark.parametrize(("left_out", "first", "mode"), [(ALL, True, "quick"), (NETWORK, False, "quick"), ("", False, "top")])
def test_what_a_training_leaves_out(left_out: str, first: bool, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, left_out)
    assert provisional() == first
    assert training_settings(TrainingSettings(mode="top")).mode == mode
