"""Finds out what each file is: its format, its encoding, its columns; what isn't a log is named with what to do instead."""

import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.desks import mail
from data.formats.files.encodings import SAMPLE, Decoded, encoding_of, lines_of
from data.formats.files.json_values import TWICE, json_values, looks_like_json
from data.formats.files.sources import PassedOver, Source, sources_in
from data.formats.files.sql_dump import sql_rows
from data.formats.files.sqlite_rows import MAGIC
from data.formats.files.table_export import is_table_export, table_rows
from data.formats.files.xml_values import check_entities, looks_like_xml, xml_values
from data.formats.log_format import LogFormat
from data.formats.messengers import saved_mails, slack, subtitles, transcript, whatsapp
from data.formats.pages import chat_page, telegram_page
from data.formats.raw_dialogues import RawDialogue
from data.formats.recognition import sql_pieces
from data.formats.recognition.chat_documents import ENDINGS, LARGEST, PAGES, chat_lines
from data.formats.recognition.colleagues_files import AMONG_COLLEAGUES, among_colleagues
from data.formats.recognition.databases import from_database
from data.formats.recognition.form_records import holds_records, record_values
from data.formats.recognition.groups import groups_of
from data.formats.recognition.json_pieces import error_of, holds_objects, pieces_of_json, recognised_json
from data.formats.recognition.lookup_tables import EXPLAINS, Lookup, lookup_of, roles_for, with_openings
from data.formats.recognition.page_files import joined, pages_of
from data.formats.recognition.refusals import not_a_log
from data.formats.recognition.registry import DATABASE, TRANSCRIPT, XML, check_name
from data.formats.recognition.table_pieces import (
    Unreadable,
    check_workbook,
    from_parquet,
    from_spreadsheet_xml,
    from_workbook,
    table_of_text,
)
from data.formats.recognition.xml_pieces import recognised_xml
from data.formats.tables.spreadsheet_xml import is_spreadsheet
from data.formats.tables.workbooks import OLD_OFFICE, is_page
from data.formats.text.chats import is_chat
from data.redaction.own_contacts import may_stand_in

TABLES = (".csv", ".tsv", ".tab")
JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
# A file of which so few lines fit into the first sample is looked into further.
FEW_LINES, LARGER_SAMPLE = 60, 16 << 20
# JSON that a script assigns or hands on.
SCRIPT = re.compile(r"\s{0,9}(?:(?:var|let|const)\s{1,9})?[A-Za-z_$][\w.$]{0,80}\s{0,9}[=(]\s{0,9}[\[{]")
Pieces = Callable[[], Iterator[RawDialogue | BadRow]]


@dataclass(frozen=True)
class Recognised:
    """A log whose format is known.

    Attributes:
        name: as a person is told; of an archive's member with its place in it.
        path: the file on the disk.
        format: the format's name.
        said: what was found out, a sentence each.
        unsure: what was guessed and should be looked at.
        pieces: reads the dialogues, whole or in pieces, from the begin; may be called again.
        whole: whether each comes as one piece, with words for the roles: then nothing needs to be gathered.
        parted: whether each message names its conversation, of which other messages may stand in another file.
        roles: what its codes and ids for those who speak mean, where another file says it.
        contacts: as `pieces`, but may leave out dialogues that hold neither an address nor a number; none if it can't be told sooner.
    """

    name: str
    path: Path
    format: str
    said: tuple[str, ...]
    unsure: tuple[str, ...]
    pieces: Pieces
    whole: bool = False
    contacts: Pieces | None = None
    parted: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)


def recognised(path: Path, format: LogFormat, without: Collection[Path] = ()) -> Iterator[Recognised | PassedOver]:
    """Each log in a file, an archive or a folder, and what isn't one; files `without` are somebody else's matter.

    Raises:
        DataError: there is no such file, or no such format or column.
    """
    check_name(format.format)
    sources: list[Source] = []
    for found in sources_in(path, without):
        if isinstance(found, PassedOver):
            yield found
        else:
            sources.append(found)
    noted = among_colleagues([source.name for source in sources])
    yield from (PassedOver(name, AMONG_COLLEAGUES) for name in sorted(noted))
    pages = pages_of([source.name for source in sources if source.name not in noted])
    waiting: dict[str, list[Recognised]] = {}
    # Tables that lie beside others may be explained by these: they wait until all are known.
    folders = Counter(PurePosixPath(source.name).parent for source in sources if source.suffix in TABLES)
    explained: list[tuple[Source, Recognised]] = []
    lookups: list[Lookup] = []
    for group in groups_of([source for source in sources if source.name not in noted]):
        beside = group[0].suffix in TABLES and folders[PurePosixPath(group[0].name).parent] > 1
        try:
            log = _recognised(group, format)
        except Unreadable as problem:
            lookup = lookup_of(group[0]) if beside else None
            lookups += [lookup] if lookup is not None else []
            yield PassedOver(group[0].name, str(problem) if lookup is None else EXPLAINS)
        except DataError as problem:
            if len(sources) == 1:
                raise
            yield PassedOver(group[0].name, str(problem))
        else:
            if log.parted and log.name in pages:
                waiting.setdefault(f"{log.format} {pages[log.name]}", []).append(log)
            elif beside:
                explained.append((group[0], log))
            else:
                yield log
    for source, log in explained:
        openings = {
            name: first
            for lookup in lookups
            if lookup.folder == str(PurePosixPath(source.name).parent)
            for name, first in lookup.openings.items()
        }
        pieces = partial(with_openings, log.pieces, openings) if openings else log.pieces
        yield replace(log, pieces=pieces, roles=roles_for(source, lookups)) if lookups else log
    for some in waiting.values():
        many = (*some[0].said, f"{len(some)} pages") if len(some) > 1 else some[0].said
        yield replace(some[0], said=many, pieces=partial(joined, [page.pieces for page in some]))


def _recognised(group: list[Source], format: LogFormat) -> Recognised:
    source = group[0]
    if len(group) > 1 and slack.recognises_names([each.name for each in group]):
        return Recognised(str(PurePosixPath(source.name).parent), source.path, slack.NAME, (), (), partial(slack.export, group))
    head = source.head(SAMPLE)
    kind = format.format
    if telegram_page.recognises_bytes(head[: telegram_page.HEAD]):
        many = (f"{len(group):,} pages",) if len(group) > 1 else ()
        return Recognised(source.name, source.path, telegram_page.NAME, many, (), partial(telegram_page.chat, group))
    if kind == mail.NAME or (not kind and (len(group) > 1 or mail.recognises_bytes(head[:20_000]))):
        return Recognised(
            source.name, source.path, mail.NAME, (f"{len(group):,} files",) if len(group) > 1 else (), (), partial(_mails, group)
        )
    if head[:4] == b"PAR1" or kind == "parquet":
        found = from_parquet(source, format)
        return Recognised(source.name, source.path, "parquet", *found)
    if not kind and source.suffix in ENDINGS:
        lines = chat_lines(_content(source), source.suffix)
        if is_chat(texts := [line.text for line in lines]):
            chat = partial(transcript.chat, source.name, texts, lambda: iter(lines))
            return Recognised(source.name, source.path, TRANSCRIPT, ("a chat in a document",), ("who is who",), chat)
    if not kind and source.suffix in (*PAGES, "") and is_page(head) and chat_page.recognises(content := _content(source)):
        return Recognised(
            source.name, source.path, chat_page.NAME, ("a chat in a page",), ("who is who",), partial(chat_page.chats, source.name, content)
        )
    if head[:4] == b"PK\x03\x04" or head[:8] == OLD_OFFICE or kind == "excel" or (source.suffix == ".xls" and is_page(head)):
        check_workbook(source, head)
        return Recognised(source.name, source.path, "excel", *from_workbook(source, format))
    if kind == DATABASE or (not kind and head.startswith(MAGIC)):
        return Recognised(source.name, source.path, DATABASE, *from_database(source, replace(format, format="")))
    if not kind and (problem := not_a_log(head, source)):
        raise Unreadable(problem)
    return _text(source, head, format)


def _content(source: Source) -> bytes:
    with source.opened() as stream:
        return stream.read(LARGEST + 1)


def _mails(group: Sequence[Source]) -> Iterator[RawDialogue]:
    def streams() -> Iterator[io.BufferedIOBase]:
        for source in group:
            with source.opened() as stream:
                yield stream  # type: ignore[misc]

    return mail.messages_in(streams())  # type: ignore[arg-type]


def _text(source: Source, head: bytes, format: LogFormat) -> Recognised:
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
            parted = bool(found.shape and found.shape.thread) or bool(found.columns and "dialogue" in found.columns.at)
            return Recognised(source.name, source.path, found.name, (*said, *found.said), found.unsure, pieces, found.whole, some, parted)
        if not kind and (error := error_of(lines)):
            raise Unreadable(f"is an error that the desk answered, and no export: “{error}”; export once more")
        if not kind and holds_objects(lines):
            raise Unreadable("is JSON without messages in it; export the conversations with their messages")
    if not kind and source.suffix not in TABLES and holds_records(texts):
        values_of = partial(record_values, head=texts)
        if (found := recognised_json(lines, format, not cut, values_of)) is not None:
            pieces = partial(pieces_of_json, source.path, reading, format, found, values_of)
            return Recognised(source.name, source.path, found.name, (*said, "a field a line", *found.said), found.unsure, pieces)
    if kind == TRANSCRIPT or (not kind and source.suffix not in TABLES and transcript.is_transcript(texts)):
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
