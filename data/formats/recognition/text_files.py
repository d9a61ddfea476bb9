"""Which format a file of text is in: XML, a database, a chat, mails, subtitles, objects, a table."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from data.errors import DataError
from data.formats.files.encodings import SAMPLE, Decoded, encoding_of, lines_of
from data.formats.files.json_values import TWICE, json_values, looks_like_json
from data.formats.files.sources import Source
from data.formats.files.sql_dump import sql_rows
from data.formats.files.table_export import is_table_export, table_rows
from data.formats.files.xml_values import check_entities, looks_like_xml, xml_values
from data.formats.log_format import LogFormat
from data.formats.messengers import saved_mails, subtitles, transcript, whatsapp
from data.formats.recognition import sql_pieces
from data.formats.recognition.form_records import holds_records, record_values
from data.formats.recognition.json_pieces import error_of, holds_objects, pieces_of_json, recognised_json
from data.formats.recognition.recognised import Pieces, Recognised
from data.formats.recognition.registry import TRANSCRIPT, XML
from data.formats.recognition.table_pieces import is_headed_table, table_of_text
from data.formats.recognition.unreadable import Unreadable
from data.formats.recognition.workbook_pieces import from_spreadsheet_xml
from data.formats.recognition.xml_pieces import recognised_xml
from data.formats.tables.spreadsheet_xml import is_spreadsheet
from data.redaction.own_contacts import may_stand_in

TABLES = (".csv", ".tsv", ".tab")
JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
# A file of which so few lines fit into the first sample is looked into further.
FEW_LINES, LARGER_SAMPLE = 60, 16 << 20
# JSON that a script assigns or hands on.
SCRIPT = re.compile(r"\s{0,9}(?:(?:var|let|const)\s{1,9})?[A-Za-z_$][\w.$]{0,80}\s{0,9}[=(]\s{0,9}[\[{]")


def recognised_text(source: Source, head: bytes, format: LogFormat) -> Recognised:
    """What a file of text is, by its first lines.

    Args:
        source: the file.
        head: its first bytes.
        format: what is known beforehand.

    Raises:
        Unreadable: it holds no messages.
        DataError: it isn't in the format that was asked for, or there is no such column.
    """
    encoding = format.encoding or encoding_of(head)
    lines = list(lines_of(io.BytesIO(head), encoding))
    if len(head) == SAMPLE and len(lines) < FEW_LINES:  # a picture in letters, perhaps
        head = source.head(LARGER_SAMPLE)
        lines = list(lines_of(io.BytesIO(head), encoding))
    cut = len(head) in (SAMPLE, LARGER_SAMPLE)
    if cut and len(lines) > 1:
        lines.pop()  # it is cut
    texts = [line.text for line in lines]
    begin = "\n".join(texts[:50])
    if begin and sum(char < " " and char not in "\t\n\x1f\x00" for char in begin) > len(begin) * 0.1:
        raise Unreadable("is no text")
    said = () if encoding == "utf-8" else (f"in the encoding {encoding}",)
    reading = partial(_lines, source, encoding)
    kind = format.format
    if kind in ("", XML) and (kind == XML or looks_like_xml(texts)):
        return _xml(source, lines, reading, replace(format, format=""), said, cut)
    exported = is_table_export(texts)
    if kind == sql_pieces.NAME or (not kind and (exported or sql_pieces.is_dump(source.suffix, texts))):
        rows_of = table_rows if exported else sql_rows
        dump = sql_pieces.recognised_dump(reading, replace(format, format=""), rows_of)
        pieces = partial(sql_pieces.pieces_of_dump, source.path, reading, replace(format, format=""), dump, rows_of)
        return Recognised(source.name, source.path, sql_pieces.NAME, (*said, *dump.said), ("roles",), pieces)
    if kind == whatsapp.NAME or (not kind and whatsapp.recognises_text(texts)):
        return Recognised(source.name, source.path, whatsapp.NAME, said, (), lambda: whatsapp.chat(source.name, reading()))
    if kind == saved_mails.NAME or (not kind and source.suffix not in TABLES and saved_mails.recognises_text(texts)):
        return Recognised(source.name, source.path, saved_mails.NAME, said, ("who is who",), lambda: saved_mails.mails(reading()))
    if kind == subtitles.NAME or (not kind and subtitles.recognises_text(texts)):
        if not subtitles.names_speakers(texts):
            raise Unreadable("holds subtitles that don't say who speaks; export the call with its speakers' names")
        return Recognised(source.name, source.path, subtitles.NAME, said, ("who is who",), lambda: subtitles.call(reading()))
    if kind != "table" and (
        begin.lstrip()[:1] in ("{", "[")
        or TWICE.match(begin[:30])
        or SCRIPT.match(begin[:200])
        or source.suffix in JSON_ENDINGS
        or looks_like_json(texts)
    ):
        found = recognised_json(lines, format, not cut)
        if found is not None:
            pieces = partial(pieces_of_json, source.path, reading, format, found)
            some = partial(pieces, values_of=partial(json_values, worth=may_stand_in)) if found.whole else None
            name = found.name
            return Recognised(source.name, source.path, name, (*said, *found.said), found.unsure, pieces, found.whole, some, found.parted)
        if not kind and (error := error_of(lines)):
            raise Unreadable(f"is an error that the desk answered, and no export: “{error}”; export once more")
        if not kind and holds_objects(lines):
            raise Unreadable("is JSON without messages in it; export the conversations with their messages")
    if not kind and source.suffix not in TABLES and holds_records(texts):
        values_of = partial(record_values, head=texts)
        if (found := recognised_json(lines, format, not cut, values_of)) is not None:
            pieces = partial(pieces_of_json, source.path, reading, format, found, values_of)
            return Recognised(source.name, source.path, found.name, (*said, "a field a line", *found.said), found.unsure, pieces)
    if kind == TRANSCRIPT or (not kind and source.suffix not in TABLES and transcript.is_transcript(texts) and not is_headed_table(texts)):
        return Recognised(
            source.name, source.path, TRANSCRIPT, said, ("who is who",), partial(transcript.chat, source.name, texts, reading)
        )
    if kind not in ("", "table"):
        raise DataError(f"{source.name} isn't in the format {kind}; leave --format out to have its format found")
    return Recognised(source.name, source.path, "table", *_with(said, table_of_text(source.path, lines, reading, format, source.suffix)))


def _xml(
    source: Source, lines: list[Decoded], reading: Callable[[], Iterator[Decoded]], format: LogFormat, said: tuple[str, ...], cut: bool
) -> Recognised:
    check_entities([line.text for line in lines])
    if is_spreadsheet(line.text for line in lines[:100]):
        return Recognised(source.name, source.path, "excel", *_with(said, from_spreadsheet_xml(source.path, lines, reading, format)))
    found, record = recognised_xml(lines, reading, format, cut)
    if found is None:
        raise Unreadable("is XML without messages in it; export the conversations with their messages, as JSON, CSV or XML")
    pieces = partial(pieces_of_json, source.path, reading, format, found, partial(xml_values, record=record))
    return Recognised(source.name, source.path, found.name, ("XML", *said, *found.said), found.unsure, pieces)


def _with(said: tuple[str, ...], found: tuple[tuple[str, ...], tuple[str, ...], Pieces]) -> tuple[tuple[str, ...], tuple[str, ...], Pieces]:
    return (*said, *found[0]), found[1], found[2]


def _lines(source: Source, encoding: str) -> Iterator[Decoded]:
    with source.opened() as stream:
        yield from lines_of(stream, encoding)
