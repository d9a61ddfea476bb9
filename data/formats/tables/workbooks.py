"""Workbooks: the rows of each sheet, as texts. Excel's (`.xlsx`, `.xlsm`) are read row by row; what older and other programs write (`.xls`,
`.xlsb`, `.ods`) whole; and so are the pages of HTML with tables in them that many desks call `.xls`.
"""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import BinaryIO

import python_calamine
from selectolax.lexbor import LexborHTMLParser

from data.errors import DataError
from data.formats.files.encodings import SAMPLE, encoding_of
from data.formats.tables.records import Record
from data.formats.text.html_text import text_of_html

# Bytes that a workbook may unpack to; and one that is read whole.
LARGEST, LARGEST_WHOLE = 4 << 30, 256 << 20
MOST_TABLES = 2_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How a workbook's XML writes a character that XML doesn't hold, a line end's (ECMA-376, ST_Xstring); “_x005F_” is a “_” before such.
ESCAPED = re.compile(r"_x(?P<code>00[01][0-9A-Fa-f]|005[Ff])_")
PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")
Sheets = Iterator[tuple[str, Iterator[Record]]]


def is_page(head: bytes) -> bool:
    """Whether a file begins as a page of HTML, or a part of one."""
    return head[:400].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(PAGE)


def sheets_of(stream: BinaryIO, name: str) -> Sheets:
    """Each sheet's title and rows; the rows must be read before the next sheet is asked for.

    Raises:
        DataError: it is no workbook, or it is damaged or too large.
    """
    head = stream.read(400)
    stream.seek(0)
    try:
        if is_page(head):
            yield from _tables(_whole(stream, name))
        elif head.startswith(OLD_OFFICE):
            yield from _read_whole(io.BytesIO(_whole(stream, name)))
        else:
            yield from _unzipped(stream, name)
    except DataError:
        raise
    except Exception as error:  # a damaged workbook raises whatever its XML leads to
        raise DataError(f"{name} is no readable workbook: {error}; save it again as .xlsx, or as CSV") from error


def _whole(stream: BinaryIO, name: str) -> bytes:
    content = stream.read(LARGEST_WHOLE + 1)
    if len(content) > LARGEST_WHOLE:
        raise DataError(f"{name} has more than {LARGEST_WHOLE >> 20} MB; save its sheets as CSV")
    return content


def _unzipped(stream: BinaryIO, name: str) -> Sheets:
    with zipfile.ZipFile(stream) as archive:
        size = sum(member.file_size for member in archive.infolist())
        for_excel = "xl/workbook.xml" in archive.namelist()
    if size > (LARGEST if for_excel else LARGEST_WHOLE):
        raise DataError(f"{name} unpacks to more than {(LARGEST if for_excel else LARGEST_WHOLE) >> 20} MB; save its sheets as CSV")
    if not for_excel:
        stream.seek(0)
        yield from _read_whole(stream)
        return
    import openpyxl  # with numpy, it takes a fifth of an import's start, in each worker

    with warnings.catch_warnings(), closing(openpyxl.load_workbook(stream, read_only=True, data_only=True)) as book:
        warnings.simplefilter("ignore")  # about styles and validations, which don't matter here
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write wrong ones, and rows would be left out
            yield sheet.title, _records(sheet.iter_rows(values_only=True))


def _read_whole(stream: BinaryIO) -> Sheets:
    book = python_calamine.CalamineWorkbook.from_filelike(stream)
    for title in book.sheet_names:
        yield title, _records(book.get_sheet_by_name(title).to_python(skip_empty_area=False))


def _tables(content: bytes) -> Sheets:
    """The tables of a page; of those in one another, only the innermost have rows of their own."""
    tree = LexborHTMLParser(content.decode(encoding_of(content[:SAMPLE]), errors="replace"))
    tables = tree.css("table")
    if len(tables) > MOST_TABLES:
        raise DataError(f"a page of messages has one table or a few. It had {len(tables):,}")
    for number, table in enumerate(tables, start=1):
        if len(table.css("table")) == 1:  # itself
            rows = ([text_of_html(cell.html or "") for cell in row.css("td, th")] for row in table.css("tr"))
            yield f"table {number}", _records(rows)


def _records(rows: Iterable[Iterable[object]]) -> Iterator[Record]:
    """The rows with something in them; empty ones between two of these are one without cells."""
    before = 0
    for number, cells in enumerate(rows, start=1):
        texts = [text_of_cell(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            if before and number - before > 1:
                yield Record(number - 1, [])
            yield Record(number, texts)
            before = number


def text_of_cell(cell: object) -> str:
    """A cell as a person reads it: whole numbers without a point, moments as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, (datetime.datetime, datetime.date, datetime.time)):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = str(cell)
    return ESCAPED.sub(lambda match: chr(int(match["code"], 16)), text).replace("\r\n", "\n") if "_x0" in text else text
