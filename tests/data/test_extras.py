import pytest

from data import extras
from data.errors import SettingsError


def test_says_how_to_install_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "TRAINING", ("no_such_package",))
    assert not extras.can_fine_tune()
    with pytest.raises(SettingsError, match=r"mode: top needs PyTorch.*heed\[train\]"):
        extras.require_training("mode: top")


def test_passes_over_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "TRAINING", ("json",))
    extras.require_training("mode: top")
