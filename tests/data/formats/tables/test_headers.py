"""Whether a table's first row is its heading."""

from pathlib import Path

import pytest

from data.formats.tables.headers import header_rows
from tests.support.logs import said_in

NOTE = [["note", "Maria bought shoes last week"], ["customer", "Where is my parcel today?"], ["agent", "It comes tomorrow morning."]]
SYSTEM = [
    ["1", "system", "Chat started now"],
    ["1", "customer", "Where is my parcel today?"],
    ["1", "agent", "It comes tomorrow morning."],
]


@pytest.mark.parametrize("rows", [NOTE, SYSTEM])
def test_a_first_row_of_what_is_not_said_is_no_heading(rows: list[list[str]], tmp_path: Path) -> None:
    assert header_rows(rows) == 0
    (tmp_path / "log.csv").write_text("".join(",".join(row) + "\n" for row in rows))
    assert said_in(tmp_path / "log.csv") == [[("customer", "Where is my parcel today?"), ("agent", "It comes tomorrow morning.")]]


def test_nor_is_one_above_people_who_are_called_by_their_names() -> None:
    assert header_rows([["System", "Chat started now"], ["Maria", "Where is my parcel today?"], ["Bob", "It comes tomorrow."]]) == 0


def test_a_column_called_status_has_other_words_below() -> None:
    assert header_rows([["Wer", "Was", "Status"], ["customer", "Is the lamp dim?", "new"], ["agent", "It is.", "done"]]) == 1
