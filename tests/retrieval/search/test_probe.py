from pathlib import Path

import numpy as np
import pytest

from data.errors import ModelError
from retrieval.search.probe import Probe


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    probe = Probe(np.array([1.0, -2.0], dtype=np.float32), 0.5)
    probe.save(tmp_path / "probe.safetensors")
    assert Probe.load(tmp_path / "probe.safetensors").log_odds(np.eye(2, dtype=np.float32)).tolist() == [1.5, -1.5]


def test_vectors_of_another_encoder_say_nothing() -> None:
    assert Probe(np.ones(3, dtype=np.float32), 1.0).log_odds(np.ones((2, 5), dtype=np.float32)).tolist() == [0.0, 0.0]


def test_a_damaged_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "probe.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"python -m bench\.probes"):
        Probe.load(tmp_path / "probe.safetensors")
