"""A journal that was cut off or damaged."""

from pathlib import Path

import pytest

from data.errors import IndexFileError
from retrieval.storage import snapshots as storage
from tests.support.numbered_index import ENCODER, add


def test_a_torn_last_line_never_came_to_be_and_the_next_writer_goes_on(folder: Path) -> None:
    add(folder, 100)
    [journal] = folder.glob("snapshot-*/journal")
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole[: len(whole) // 2])
    assert len(storage.load(folder, ENCODER.encoder_hash, ENCODER).entries) == 21
    add(folder, 101)
    assert len(storage.load(folder, ENCODER.encoder_hash, ENCODER).entries) == 22


def test_other_damage_to_the_journal_is_refused(folder: Path) -> None:
    add(folder, 100)
    [journal] = folder.glob("snapshot-*/journal")
    journal.write_bytes(journal.read_bytes().replace(b"wood", b"gold"))
    with pytest.raises(IndexFileError, match="is damaged at byte 0; build the index anew"):
        storage.load(folder, ENCODER.encoder_hash, ENCODER)
