from pathlib import Path

import pytest

from retrieval.building.build import build
from retrieval.storage import snapshots as storage
from tests.support.numbered_index import ENCODER, pair


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an index with twenty entries."""
    storage.save(build([pair(number) for number in range(20)], ENCODER), tmp_path)
    return tmp_path
