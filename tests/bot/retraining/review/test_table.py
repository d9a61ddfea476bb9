from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.retraining.review.session import Session
from bot.retraining.review.table import COLUMNS, read_table, write_table
from data.errors import DataError
from data.folding import folded
from tests.support.suggested import ALL, CARD, UNSURE, WARRANTY, workspace


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(file: Path, rows: list[dict[str, str]], delimiter: str = ",") -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        table = csv.DictWriter(lines, COLUMNS, delimiter=delimiter)
        table.writeheader()
        table.writerows(rows)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_table_goes_out_and_its_decisions_come_in(tmp_path: Path, delimiter: str) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    file = tmp_path / "review.csv"
    assert write_table(session.pending(), file) == len(_rows(file))
    rows = _rows(file)
    for row in rows:
        if row["suggestion"] == WARRANTY.id and row["question"] == "0":
            row["decision"] = "guarantee"
        elif row["text"] == "guarantee on lamps":
            row["decision"] = "no"
        elif row["suggestion"] == UNSURE.id:
            row["decision"] = "yes"
        elif row["suggestion"] == CARD.id:
            row.update(decision="yes", answer="We open at nine.")
    _write(file, rows, delimiter)
    read_table(file, session)
    result = session.outcome()
    assert result.labels[folded("is there a warranty")][1] == "guarantee"
    assert folded("guarantee on lamps") in result.refused
    assert result.labels[folded("when can I pay")][1] == "payment"
    assert [decision.answer for decision in result.answers] == ["We open at nine."]
    assert read_table(file, session) == []  # taken in once


def test_what_a_customer_wrote_is_no_formula(tmp_path: Path) -> None:
    file = tmp_path / "review.csv"
    write_table(ALL, file)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in _rows(file) for cell in row.values())
    assert file.stat().st_mode & 0o077 == 0


def test_a_decision_that_cannot_be_is_named_with_its_line(tmp_path: Path) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    file = tmp_path / "review.csv"
    write_table(session.pending(), file)
    rows = _rows(file)
    rows[0]["decision"] = "a/b"
    _write(file, rows)
    with pytest.raises(DataError, match=r"review.csv:2: an intent's name"):
        read_table(file, session)
