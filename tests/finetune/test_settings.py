import pytest

from data.errors import SettingsError
from finetune.settings import TrainingSettings


def test_config_yml_may_set_any_setting() -> None:
    assert TrainingSettings.from_config({"epochs": 3, "learning_rate": 1e-4}) == TrainingSettings(epochs=3, learning_rate=1e-4)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"epoch": 3}, "a setting must be one of encoder, mode, .*. It was: 'epoch'"),
        ({"mode": "fast"}, "mode must be one of quick, top, head, full. It was: 'fast'"),
        ({"epochs": 0}, r"epochs must be a whole number in \[1, 1000\]. It was: 0"),
        ({"dropout": 1.7}, r"dropout must be a number in \[0, 0.9\]. It was: 1.7"),
        ({"epochs": "many"}, r"epochs must be a whole number in \[1, 1000\]. It was: 'many'"),
        ({"epochs": True}, r"epochs must be a whole number in \[1, 1000\]. It was: True"),
    ],
)
def test_a_wrong_setting_says_what_is_expected(config: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        TrainingSettings.from_config(config)
