"""An FAQ as a table: a column of questions and one of answers, in CSV, TSV or Excel, under headings in many languages."""

import contextlib
import csv
import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from data.documents.archives import checked_archive
from data.documents.blocks import Block, Faq, Page, Unreadable, tidy
from data.documents.dates import read_date
from data.documents.decoding import decoded
from data.documents.tables.faq_columns import LOOKED_AT, faq_columns

DELIMITERS = ",;\t|"
MOST_ROWS, MOST_SHEETS = 50_000, 100
LONGEST_ANSWER = 50_000
# What reading a damaged workbook raises, by the part that is damaged: the archive, its compression, its XML, what that says.
DAMAGE = (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, EOFError, zipfile.BadZipFile, zlib.error)


def is_faq(name: str, content: bytes) -> bool:
    """Whether a table holds questions with their answers, as its headings say."""
    try:
        return any(faq_columns(rows) is not None for _, rows in _tables(name, content))
    except (Unreadable, ValueError):
        return False


def read_faq(content: bytes, name: str, ending: str = ".csv") -> Page:
    """A table of questions; of a workbook all sheets that are such tables.

    Args:
        content: the file.
        name: its name, which is the title.
        ending: how its name ends.

    Raises:
        Unreadable: it has no columns of questions and answers, or is made to fill the memory.
    """
    blocks: list[Block] = []
    notes: list[str] = []
    found = 0
    for sheet, rows in _tables(f"{name}{ending}", content):
        if columns := faq_columns(rows):
            found += 1
            read = _Reader(columns, of_sheet=ending.lower() == ".xlsx")
            for number, row in enumerate(rows):
                if number >= MOST_ROWS:
                    read.notes.append(f"only its first {MOST_ROWS:,} rows were read")
                    break
                read.row(row, number + 2)
            blocks += read.blocks
            notes += [f"{sheet}: {note}" if sheet else note for note in read.notes]
    if not found:
        raise Unreadable("it has no columns that are called question and answer")
    return Page(name, blocks, notes=notes[:20])


class _Reader:
    """The rows below the headings of a table."""

    def __init__(self, columns: dict[str, int], of_sheet: bool) -> None:
        self.columns, self.of_sheet = columns, of_sheet
        self.blocks: list[Faq] = []
        self.notes: list[str] = []
        self._page = ""
        self._asked: Faq | None = None  # the last question; its answers may stand in rows of their own
        self._answered = False

    def row(self, row: Sequence[Any], number: int) -> None:
        """Takes up a row. In a sheet, cells may be merged: a category holds for the rows below it, and a question for several answers."""
        columns = self.columns
        cell = {kind: str(row[place]).strip() for kind, place in columns.items() if place < len(row) and row[place] is not None}
        question, answer = " ".join(cell.get("question", "").split()), tidy(cell.get("answer", ""))
        self._page = cell.get("page") or (self._page if self.of_sheet else "")
        if len(answer) > LONGEST_ANSWER:
            self.notes.append(f"the answer in row {number} has more than {LONGEST_ANSWER:,} characters")
            self._asked = None
        elif question:
            address = cell.get("address", "") if cell.get("address", "").startswith(("https://", "http://")) else ""
            date = read_date(row[columns["date"]]) if "date" in columns and columns["date"] < len(row) else None
            self._asked, self._answered = Faq(question, "", page=self._page, address=address, date=date), False
            if answer:
                self._answer(self._asked, answer)
            else:
                self.notes.append(f"row {number} has no answer")
        elif answer and self.of_sheet and self._asked:
            if not self._answered:
                self.notes.pop()  # that the question has no answer, which was the last note
            self._answer(self._asked, answer)
        elif answer:
            self.notes.append(f"row {number} has no question")

    def _answer(self, asked: Faq, answer: str) -> None:
        if self._answered:
            answer = f"{self.blocks.pop().answer}\n{answer}"[:LONGEST_ANSWER]
        self.blocks.append(asked._replace(answer=answer))
        self._answered = True


def _tables(name: str, content: bytes) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    """The tables of a file, each with its name where there are several, from their first rows on."""
    if name.lower().endswith(".xlsx"):
        yield from _sheets(content)
        return
    csv.field_size_limit(1 << 30)
    text = decoded(content).replace("\0", "")
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    head = text[:4000].splitlines()[:LOOKED_AT]
    for delimiter in DELIMITERS:
        if faq_columns(list(csv.reader(head, delimiter=delimiter))):
            yield "", _lines(list(io.StringIO(text, newline="")), delimiter)
            return


def _lines(lines: Sequence[str], delimiter: str) -> Iterator[Sequence[str]]:
    """The rows of a table; a line whose quotes are broken is a row as it stands, so that it can't swallow those below it."""
    start = 0
    while start < len(lines):
        read = 0
        reader = csv.reader(itertools.islice(lines, start, None), delimiter=delimiter, strict=True)
        try:
            for row in reader:
                read = reader.line_num
                yield row
            return
        except csv.Error:
            yield from csv.reader([lines[start + read]], delimiter=delimiter, quoting=csv.QUOTE_NONE)
            start += read + 1


def _sheets(content: bytes) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    """The rows of each sheet of a workbook."""
    import openpyxl  # as in `data.formats.tables.workbooks`

    stream = checked_archive(content)
    with _damage_is_unreadable():
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        sheets = book.worksheets
    for sheet in sheets[:MOST_SHEETS]:
        yield (sheet.title if len(sheets) > 1 else ""), _rows(sheet)


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    with _damage_is_unreadable():  # a sheet is unpacked and parsed while its rows are taken
        yield from sheet.iter_rows(max_row=MOST_ROWS + LOOKED_AT, max_col=50, values_only=True)


@contextlib.contextmanager
def _damage_is_unreadable() -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise Unreadable(f"it is no Excel table, or damaged ({type(error).__name__}: {error})") from error
