"""Excel workbooks (`.xlsx`, `.xlsm`): the rows of each sheet, as texts."""

import datetime
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO

import openpyxl

from data.errors import DataError
from data.formats.tables.records import Record

# Bytes that a workbook may unpack to.
LARGEST = 4 << 30


def sheets_of(stream: BinaryIO, name: str) -> Iterator[tuple[str, Iterator[Record]]]:
    """Each sheet's title and rows; the rows must be read before the next sheet is asked for.

    Raises:
        DataError: it is no workbook, or it is damaged or too large.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise DataError(f"{name} unpacks to more than {LARGEST >> 30} GB; save its sheets as CSV")
        with warnings.catch_warnings(), closing(openpyxl.load_workbook(stream, read_only=True, data_only=True)) as book:
            warnings.simplefilter("ignore")  # about styles and validations, which don't matter here
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs write wrong ones, and rows would be left out
                yield sheet.title, _rows(sheet)
    except DataError:
        raise
    except Exception as error:  # a damaged workbook raises whatever its XML leads to
        raise DataError(f"{name} is no readable workbook: {error}; save it again as .xlsx, or as CSV") from error


def _rows(sheet: Any) -> Iterator[Record]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [text_of_cell(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield Record(number, texts)


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
    return str(cell)
