"""Workbooks in Excel's XML of 2003, which desks call `.xls`: the rows of all sheets, one below the other."""

from collections.abc import Iterable, Iterator, Mapping

from data.formats.files.encodings import Decoded
from data.formats.files.xml_values import xml_values
from data.formats.raw_dialogues import mapping, text_of
from data.formats.tables.records import Record

ROW = "Workbook/Worksheet/Table/Row"
# Cells that a row may skip before one.
MOST_CELLS = 2_000


def is_spreadsheet(texts: Iterable[str]) -> bool:
    """Whether lines at the begin of an XML file are such a workbook's."""
    begin = "\n".join(texts)[:4_000]
    return "urn:schemas-microsoft-com:office:spreadsheet" in begin and "Workbook" in begin


def rows_of_sheets(lines: Iterable[Decoded]) -> Iterator[Record]:
    """The rows; what is broken is passed over with what was mended in the next one."""
    mended = ""
    for value in xml_values(lines, ROW):
        if value.problem:
            mended = value.problem
            continue
        cells = _cells(value.value)
        if any(cells):
            yield Record(value.line, cells, mended)
            mended = ""


def _cells(row: object) -> list[str]:
    """The cells of a row at their places: those that are empty have no element, the next one says its number."""
    held = row if isinstance(row, list) else mapping(row).get("Cell", [])
    cells: list[str] = []
    for cell in held if isinstance(held, list) else [held]:
        place = text_of(mapping(cell).get("Index"))
        while place.isdigit() and len(cells) + 1 < min(int(place), MOST_CELLS):
            cells.append("")
        cells.append(_text(mapping(cell).get("Data")))
    return cells


def _text(data: object) -> str:
    """The text of a cell's `Data`; a comment, a formula and an address beside it are none."""
    if isinstance(data, list):
        return " ".join(filter(None, map(_text, data)))
    return text_of(data.get("text")) if isinstance(data, Mapping) else text_of(data)
