"""Pretrained encoders, found and loaded."""

from pathlib import Path

import pytest

from data.errors import ModelError
from finetune.encoders.pretrained import load_pretrained


def test_an_unknown_encoder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no encoder '.*nowhere' could be loaded; expected one of all-MiniLM-L6-v2"):
        load_pretrained(str(tmp_path / "nowhere"))
