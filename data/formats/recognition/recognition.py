"""Finds out what each file is: its format, its encoding, its columns; what isn't a log is named with what to do instead."""

import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from data.errors import DataError
from data.formats.desks import mail
from data.formats.files.encodings import SAMPLE
from data.formats.files.sources import DAMAGE, PassedOver, Source, sources_in
from data.formats.files.sqlite_rows import MAGIC
from data.formats.log_format import LogFormat
from data.formats.messengers import slack, transcript
from data.formats.pages import chat_page, telegram_page
from data.formats.raw_dialogues import RawDialogue
from data.formats.recognition.chat_documents import ENDINGS, LARGEST, PAGES, chat_lines
from data.formats.recognition.colleagues_files import AMONG_COLLEAGUES, among_colleagues
from data.formats.recognition.databases import from_database
from data.formats.recognition.groups import groups_of
from data.formats.recognition.lookup_tables import EXPLAINS, Lookup, lookup_of, roles_for, with_openings
from data.formats.recognition.page_files import joined, pages_of
from data.formats.recognition.parquet_pieces import from_parquet
from data.formats.recognition.people_files import people_files, roles_by_people
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.refusals import not_a_log
from data.formats.recognition.registry import DATABASE, TRANSCRIPT, check_name
from data.formats.recognition.shared_conversations import together
from data.formats.recognition.text_files import TABLES, recognised_text
from data.formats.recognition.unreadable import Unreadable
from data.formats.recognition.workbook_pieces import check_workbook, from_workbook
from data.formats.tables.workbooks import OLD_OFFICE, is_page
from data.formats.text.chats import is_chat


def recognised(path: Path, format: LogFormat, without: Collection[Path] = ()) -> Iterator[Recognised | PassedOver]:
    """Each log in a file, an archive or a folder, and what isn't one; files `without` are somebody else's matter.

    Raises:
        DataError: there is no such file, or no such format or column.
    """
    logs: list[Recognised] = []
    for found in _by_themselves(path, format, without):
        if isinstance(found, PassedOver):
            yield found
        else:
            logs.append(found)
    yield from together(logs, format)


def _by_themselves(path: Path, format: LogFormat, without: Collection[Path]) -> Iterator[Recognised | PassedOver]:
    """Each log as its file or its pages have it, whatever others hold."""
    check_name(format.format)
    sources: list[Source] = []
    for found in sources_in(path, without):
        if isinstance(found, PassedOver):
            yield found
        else:
            sources.append(found)
    noted = among_colleagues([source.name for source in sources])
    yield from (PassedOver(name, AMONG_COLLEAGUES) for name in sorted(noted))
    people = people_files([source for source in sources if source.name not in noted])
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
            explains = lookup is not None or any(group[0].name == each.name for each in people)
            yield PassedOver(group[0].name, EXPLAINS if explains else str(problem))
        except DataError as problem:
            if len(sources) == 1:
                raise
            yield PassedOver(group[0].name, str(problem))
        except DAMAGE as problem:
            if len(sources) == 1:
                raise DataError(f"{group[0].name} can't be read: {problem}") from problem
            yield PassedOver(group[0].name, f"can't be read: {problem}")
        else:
            log = replace(log, roles=roles_by_people(log.name, log.pieces, people)) if people else log
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
        yield replace(log, pieces=pieces, roles={**log.roles, **roles_for(source, lookups)}) if lookups else log
    order = {name: place for place, name in enumerate(pages)}
    for unordered in waiting.values():
        some = sorted(unordered, key=lambda page: order[page.name])
        many = (*some[-1].said, f"{len(some)} pages") if len(some) > 1 else some[0].said  # the last one says whether there are more
        roles = {name: role for page in some for name, role in page.roles.items()}
        yield replace(some[0], said=many, pieces=partial(joined, [page.pieces for page in some]), roles=roles)


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
    return recognised_text(source, head, format)


def _content(source: Source) -> bytes:
    with source.opened() as stream:
        return stream.read(LARGEST + 1)


def _mails(group: Sequence[Source]) -> Iterator[RawDialogue]:
    def streams() -> Iterator[io.BufferedIOBase]:
        for source in group:
            with source.opened() as stream:
                yield stream  # type: ignore[misc]

    return mail.messages_in(streams())  # type: ignore[arg-type]
