"""Which elements of an XML file are its records, and in which format they are."""

from collections.abc import Callable, Iterator, Sequence

from data.formats.files.encodings import Decoded
from data.formats.files.xml_values import is_damaged, record_paths, xml_values
from data.formats.log_format import LogFormat
from data.formats.recognition.json_pieces import Found, recognised_json

# Kinds of elements of an XML file that are tried as records.
MOST_RECORDS = 8


def recognised_xml(
    lines: Sequence[Decoded], reading: Callable[[], Iterator[Decoded]], format: LogFormat, cut: bool
) -> tuple[Found | None, str]:
    """The format of a file's records and their path: of a large or damaged file they are looked for in all of it."""
    records = record_paths(reading())[:MOST_RECORDS] if cut or is_damaged(lines) else []
    rows: tuple[Found | None, str] = None, ""
    for record in records:
        found = recognised_json(lines, format, True, lambda _, record=record: xml_values(reading(), record))  # type: ignore[misc]
        if found is not None and found.columns is None:
            return found, record
        if found is not None and rows[0] is None:
            rows = found, record
    return (recognised_json(lines, format, not cut, xml_values), "") if not records else rows
