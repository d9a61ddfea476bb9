from pathlib import Path

import pytest

from bot.models.promotion_settings import PromotionSettings
from data.errors import SettingsError


def test_the_defaults_hold_without_a_file(tmp_path: Path) -> None:
    assert PromotionSettings.load(tmp_path / "promotion.yml") == PromotionSettings()


def test_what_the_file_says_holds(tmp_path: Path) -> None:
    file = tmp_path / "promotion.yml"
    file.write_text("important_intents: [refund_status]\nwatch_minutes: 30\n")
    found = PromotionSettings.load(file)
    assert (found.important_intents, found.watch_minutes, found.fewest_dialogues) == (("refund_status",), 30.0, 2)


@pytest.mark.parametrize("content", ["watch_minutes: -1", "watch_minute: 3", "[1]", "a: b: c"])
def test_what_can_not_be_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "promotion.yml").write_text(content)
    with pytest.raises(SettingsError):
        PromotionSettings.load(tmp_path / "promotion.yml")
