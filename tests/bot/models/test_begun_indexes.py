from __future__ import annotations

from pathlib import Path

import pytest

from bot.models import begun_indexes
from bot.models.archive import classifier_folder
from bot.models.begun_indexes import begin_index, build_first
from bot.models.encoders import load_encoder
from bot.models.index_names import FILE, is_partial
from bot.models.registry import Registry
from retrieval.storage.manifest import Manifest
from tests.support.next_model import made, write_model


def test_a_first_index_may_hold_a_part_and_then_no_other_begins_with_it(
    tiny_classifier: Path, encoders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = made(tmp_path, tiny_classifier, encoders)
    monkeypatch.setattr(begun_indexes, "FIRST", 2)
    with home.used():
        with classifier_folder() as own:
            first = begin_index(own)
            assert first.is_there  # the served model's is whole: what comes next begins with a copy
            first = begin_index(own)
            first.folder.rename(tmp_path / "copy")
            build_first(first, own, load_encoder(first.encoder, many=True))
            assert is_partial(own)
            assert Manifest.load(first.folder).entries == 2 + 1  # pairs, and an approved answer
            write_model(home, tiny_classifier, "provisional", (own / FILE).read_bytes())
        Registry(home.models).promote("provisional")
        with classifier_folder() as own:
            assert not begin_index(own).is_there
