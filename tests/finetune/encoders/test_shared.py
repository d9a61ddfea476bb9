"""Encoders that several models of a process use."""

import gc
import os
from pathlib import Path
from weakref import ref

import pytest

from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.sentence_encoder import BERT, E5, SentenceEncoder
from finetune.encoders.shared import shared


@pytest.mark.parametrize(("kind", "name"), [(E5Encoder, E5), (SentenceEncoder, BERT)])
def test_an_encoder_that_is_in_use_is_loaded_once(encoders: Path, kind: type[E5Encoder] | type[SentenceEncoder], name: str) -> None:
    [folder] = encoders.glob(f"{name}-*")
    encoder = kind.load(folder)
    assert kind.load(folder / ".." / folder.name) is encoder
    assert kind.load(folder, threads=2) is not encoder


class Loaded:
    """What a file holds."""

    def __init__(self, file: Path) -> None:
        self.text = file.read_text()

    @classmethod
    def load(cls, folder: Path) -> "Loaded":
        return shared(cls, folder, ["encoder"], 1, lambda: cls(folder / "encoder"))


def test_an_encoder_that_was_made_anew_is_loaded_anew(tmp_path: Path) -> None:
    (tmp_path / "encoder").write_text("old")
    old = Loaded.load(tmp_path)
    (tmp_path / "making").write_text("new")
    os.replace(tmp_path / "making", tmp_path / "encoder")
    assert Loaded.load(tmp_path).text == "new"
    assert old.text == "old"


def test_one_that_is_missing_is_told_even_while_it_is_in_use(tmp_path: Path) -> None:
    (tmp_path / "encoder").write_text("there")
    kept = Loaded.load(tmp_path)
    (tmp_path / "encoder").unlink()
    with pytest.raises(FileNotFoundError):
        Loaded.load(tmp_path)
    assert kept.text == "there"


def test_an_encoder_that_nobody_uses_is_let_go_of(tmp_path: Path) -> None:
    (tmp_path / "encoder").write_text("there")
    loaded = ref(Loaded.load(tmp_path))
    gc.collect()
    assert loaded() is None
