"""What the tests of retrieval share: the multilingual encoder."""

from pathlib import Path

import pytest

from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5


@pytest.fixture(scope="session")
def encoder(encoders: Path) -> E5Encoder:
    return E5Encoder.load(exported_e5(encoders))
