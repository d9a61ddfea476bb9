"""Texts over several lines that nobody put in quotation marks."""

from pathlib import Path

import pytest

from data.formats.bad_rows import BadRow
from data.formats.reading.dialogues import read_dialogues
from tests.support.logs import said_in

ASKED, TOLD = "Why does the breaker trip?", "Please try two things.\nSwitch the blower off.\nReset the breaker."


def write(file: Path, order: tuple[int, ...], *below: str) -> Path:
    """A table of tabs, its columns in an order of their own."""
    rows = [("ticket", "time", "role", "message"), ("31", "2026-03-02 09:10", "customer", ASKED), ("31", "2026-03-02 09:11", "agent", TOLD),
            ("31", "2026-03-02 09:12", "customer", "That was it, thanks.")]  # fmt: skip
    file.write_text("\n".join(["\t".join(row[place] for place in order) for row in rows] + [*below]) + "\n")
    return file


def test_lines_below_a_row_go_on_with_its_text(tmp_path: Path) -> None:
    log = write(tmp_path / "chats.tsv", (0, 1, 2, 3))
    assert said_in(log) == [[("customer", ASKED), ("agent", TOLD), ("customer", "That was it, thanks.")]]
    assert [row.line for row in read_dialogues(log) if isinstance(row, BadRow)] == [3]


def test_cells_behind_the_text_stand_in_its_last_line(tmp_path: Path) -> None:
    log = write(tmp_path / "chats.tsv", (0, 1, 3, 2))
    assert said_in(log) == [[("customer", ASKED), ("agent", TOLD), ("customer", "That was it, thanks.")]]


def test_what_stands_below_the_last_row_is_no_part_of_it(tmp_path: Path) -> None:
    log = write(tmp_path / "chats.tsv", (0, 1, 2, 3), "For use within the company only")
    assert said_in(log)[0][-1] == ("customer", "That was it, thanks.")


def test_a_text_has_empty_lines_too(tmp_path: Path) -> None:
    log = write(tmp_path / "chats.tsv", (0, 1, 2, 3))
    log.write_text(log.read_text().replace("things.\n", "things.\n\n"))
    assert said_in(log)[0][1] == ("agent", TOLD.replace("things.\n", "things.\n\n"))


def test_totals_and_dates_between_rows_are_no_lines(tmp_path: Path) -> None:
    log = write(tmp_path / "chats.tsv", (0, 1, 2, 3))
    log.write_text(log.read_text().replace("Switch the blower off.", "Total 2").replace("Reset the breaker.", "3 March 2026"))
    assert said_in(log)[0][1] == ("agent", "Please try two things.")


@pytest.mark.parametrize("said", ["That was it, thanks.", "ok thanks", "That was it.\nThe fuse was loose."])
@pytest.mark.parametrize("between", ["Ticket of Anna Schmidt", "\nTicket of Anna Schmidt\n"])
def test_a_title_above_another_conversation_is_no_line_of_the_last_one(said: str, between: str, tmp_path: Path) -> None:
    log = write(tmp_path / "chats.tsv", (0, 1, 2, 3), between, "32\t2026-03-03 09:10\tcustomer\tIs it warm?")
    log.write_text(log.read_text().replace("That was it, thanks.", said))
    assert said_in(log) == [[("customer", ASKED), ("agent", TOLD), ("customer", said)], [("customer", "Is it warm?")]]


@pytest.mark.parametrize("said", [TOLD, "Two things:\nthe blower", "Best regards\nInes\nyour shop"])
def test_the_last_text_of_a_conversation_has_lines_too(said: str, tmp_path: Path) -> None:
    log = write(tmp_path / "chats.tsv", (0, 1, 2, 3), "32\t2026-03-03 09:10\tcustomer\tIs it warm?")
    log.write_text(log.read_text().replace("That was it, thanks.", said))
    assert said_in(log)[0][-1] == ("customer", said)
