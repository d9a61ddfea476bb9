import multiprocessing
import os
from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.reading.identity import HASHED, hashed_id, load_key, told_apart
from data.formats.reading.named_dialogues import NamedDialogues
from data.redaction.patterns import redact

KEY = bytes(range(32))


def test_an_id_is_a_keyed_hash_without_a_digit_and_hashing_it_again_changes_nothing() -> None:
    first, second = hashed_id("123456789", KEY), hashed_id("123456780", KEY)
    assert HASHED.fullmatch(first)
    assert first != second
    assert hashed_id(first, KEY) == first
    assert hashed_id("123456789", KEY[::-1]) != first
    assert redact(first).text == first
    assert hashed_id(" 123456789\n", KEY) == first


def test_dialogues_are_found_by_the_desks_id_and_by_their_own_also_where_two_desks_gave_the_same() -> None:
    kept = hashed_id("4101", KEY)
    other = told_apart(kept, "another dialogue")
    assert hashed_id(other, KEY) == other
    found = {given: [NamedDialogues([given], KEY).of(each) for each in (kept, other)] for given in ("4101", kept, other, "4102")}
    assert found == {"4101": ["4101", "4101"], kept: [kept, kept], other: [None, other], "4102": [None, None]}


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / ".heed" / "dialogue-key"
    key = load_key(file)
    assert load_key(file) == key
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert os.listdir(file.parent) == [file.name]


def test_processes_that_make_it_at_once_agree(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        keys = pool.map(load_key, [tmp_path / "key"] * 8)
    assert len(set(keys)) == 1


def test_a_damaged_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(DataError, match=r"must hold 32 bytes\. It holds: 5"):
        load_key(tmp_path / "key")
