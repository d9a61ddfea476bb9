"""The records of an XML export as objects, like those of JSON: `<ticket id="7"><comments><comment>…` is
`{"id": "7", "comments": [{…}]}`. Entities of a file's own are refused: they may unfold to gigabytes.

What XML forbids and desks write all the same is mended: a lone `&`, entities of HTML, control characters. Behind a tag that doesn't fit the
reader goes on with the next record.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from data.errors import DataError
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value
from data.formats.files.xml_mending import whole_lines
from data.formats.files.xml_records import Counting, Records

# As much of a file is looked at to tell that it is XML, and whether it defines entities.
LOOKED_AT = 8_000
ROOT = re.compile(
    r"\A[\s\ufeff]*(?:<!--(?:(?!-->).){0,4000}-->\s*|<\?(?:(?!\?>).){0,400}\?>\s*|<!DOCTYPE[^>\[]{0,400}(?:\[[^\]]{0,4000}\]\s*)?>\s*)*"
    r"<(?P<root>[A-Za-z_][\w.:-]*)",
    re.DOTALL,
)
OWN_ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^>]{0,400}\[")
PAGES = frozenset(
    ("html", "svg", "urlset", "sitemapindex", "feed", "p", "div", "span", "table", "body", "b", "br", "a", "i", "script", "style")
)
# Where lines are cut to be counted.
AT_A_TAG = re.compile(r"</?[\w.:-]+[\s>/]")


def looks_like_xml(texts: Sequence[str]) -> bool:
    """Whether lines at the begin of a file are XML, and no page of HTML."""
    match = ROOT.match("\n".join(texts)[:LOOKED_AT])
    return bool(match) and match is not None and match["root"].rpartition(":")[2].lower() not in PAGES


def check_entities(texts: Sequence[str]) -> None:
    """Refuses a file that defines entities.

    Raises:
        DataError: it does.
    """
    if OWN_ENTITIES.search("\n".join(texts)[:LOOKED_AT]):
        raise DataError(
            "defines entities of its own in its XML, which no desk's export needs and which may fill the memory; export it without"
        )


def record_paths(lines: Iterable[Decoded]) -> list[str]:
    """The paths that a large file's records may have, the likeliest first; reads all of the lines and holds none."""
    return _counted(lines)[0].records()


def record_path(lines: Iterable[Decoded]) -> str:
    """The likeliest path of a file's records; empty if no element comes again."""
    return next(iter(record_paths(lines)), "")


def is_damaged(lines: Iterable[Decoded]) -> bool:
    """Whether a tag in the middle of a file doesn't fit; one that only breaks off isn't."""
    return _counted(lines)[1]


def _counted(lines: Iterable[Decoded]) -> tuple[Counting, bool]:
    """What was counted in a file, and whether it is damaged: behind a tag that doesn't fit it goes on with the next record."""
    target = Counting()
    parser, damaged, lost = _parser(target), False, False
    for _, text in _pieces(whole_lines(lines), AT_A_TAG):
        if lost:
            records = target.records()
            found = [(at, record) for record in records if (at := _goes_on(record).search(text)) is not None]
            if not found:
                continue
            at, record = min(found, key=lambda each: each[0].start())
            written = target.paths[record].written
            outer = target.begin_of(record, written)
            target = Counting(target.spaces, target.paths)
            parser, lost = _parser(target), False
            target.counts = False
            parser.feed(outer)
            target.counts, text = True, text[at.start() :]
        try:
            parser.feed(text)
        except (ParseError, DefusedXmlException, ValueError):
            damaged = lost = True
    return target, damaged


def _begin(record: str) -> re.Pattern[str]:
    """How an element of a record's path begins in the file: a name has a dash there where it has an underscore here."""
    tag = re.escape(record.rpartition("/")[2]).replace("_", "[-_]")
    return re.compile(rf"<(?:[\w.-]+:)?{tag}(?=[\s>/])")


def _goes_on(record: str) -> re.Pattern[str]:
    """Where the reader finds its place again: at the next record, or where the element ends that all of them are in."""
    outer = record.split("/")[1:-1]
    ends = rf"|</(?:[\w.-]+:)?{re.escape(outer[-1]).replace('_', '[-_]')}\s*>" if outer else ""
    return re.compile(_begin(record).pattern + ends)


def xml_values(lines: Iterable[Decoded], record: str = "") -> Iterator[Value]:
    """The records of a file; without a path the whole file is one. What is broken is named with its line.

    Args:
        lines: the file's.
        record: the path of the elements that are one object each (`record_path`).
    """
    target = Records(record)
    parser = _parser(target)
    begin = _begin(record) if record else None
    begun, number = 1, 1
    broken = ""
    written: list[str] = []
    for number, text in _pieces(whole_lines(lines), begin):
        if broken:
            if begin is None or not begin.match(text):
                continue
            broken, text = "", target.begin_of(record, written) + text
            target = Records(record, target.spaces)
            parser = _parser(target)
            begun = number
        try:
            parser.feed(text)
        except (ParseError, DefusedXmlException, ValueError) as error:
            broken = str(error)
        for value in target.ready:
            yield Value(begun, value)
            begun = number
        target.ready.clear()
        if broken:
            yield Value(number, None, f"no XML ({broken[:100]}); read on from the next record" if record else f"no XML ({broken[:100]})")
            written = target.written or written
            if not record:
                yield from _rescued(target, begun)
                return
    if not broken:
        try:
            parser.close()
        except (ParseError, ValueError) as error:
            yield Value(number, None, f"no XML: it ends too soon ({str(error)[:80]})")
            if not record:
                yield from _rescued(target, begun)
        for value in target.ready:
            yield Value(begun, value)


def _rescued(target: Records, line: int) -> Iterator[Value]:
    """What was whole before a file broke off: the elements that are open are closed where they stand."""
    while target.names:
        target.end("")
    yield from (Value(line, value) for value in target.ready)
    target.ready.clear()


def _parser(target: Records) -> DefusedXMLParser:
    return DefusedXMLParser(target=target, forbid_dtd=False, forbid_entities=True, forbid_external=True)


def _pieces(lines: Iterable[Decoded], begin: re.Pattern[str] | None) -> Iterator[tuple[int, str]]:
    """The lines, cut where a pattern begins, with their numbers: behind a tag that doesn't fit the reader goes on with the next piece."""
    for number, text, _ in lines:
        at = 0
        for match in begin.finditer(text) if begin else ():
            if match.start() > at:
                yield number, text[at : match.start()]
                at = match.start()
        yield number, text[at:]
