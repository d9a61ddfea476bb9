"""The records of an XML export as objects, like those of JSON: `<ticket id="7"><comments><comment>…` is
`{"id": "7", "comments": [{…}]}`. Entities of a file's own are refused: they may unfold to gigabytes.

What XML forbids and desks write all the same is mended: a lone `&`, entities of HTML, control characters. Behind a tag that doesn't fit the
reader goes on with the next record.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html.entities import html5
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from data.errors import DataError
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value
from data.formats.files.xml_elements import TYPED, Element, is_type, plain_name, value_of

# As much of a file is looked at to tell that it is XML, and whether it defines entities.
LOOKED_AT = 8_000
ROOT = re.compile(
    r"\A[\s\ufeff]*(?:<\?xml.{0,400}?\?>\s*)?(?:<!--.*?-->\s*|<\?.{0,400}?\?>\s*|<!DOCTYPE[^>\[]{0,400}(?:\[.{0,4000}?\]\s*)?>\s*)*<(?P<root>[A-Za-z_][\w.:-]*)",
    re.DOTALL,
)
OWN_ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^>]{0,400}\[")
PAGES = frozenset(
    ("html", "svg", "urlset", "sitemapindex", "feed", "p", "div", "span", "table", "body", "b", "br", "a", "i", "script", "style")
)
DECLARATION = re.compile(r"\A[\s\ufeff]*<\?xml.{0,400}?\?>", re.DOTALL)
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")
OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
DEEPEST = 60


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


class _Records:
    """A target of the parser: makes objects of the elements, and keeps those of a record's path."""

    def __init__(self, record: str) -> None:
        self.record = record
        self.open: list[Element] = []
        self.ready: list[object] = []
        self.outside = 0
        self.paths: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            self.outside += 1
            return
        named = {plain_name(name): value for name, value in attributes.items()}
        element = Element(plain_name(tag), is_list=named.get("type") == "array", kind=str(named.get("type", "")))
        element.fields.update(
            {name: value for name, value in named.items() if name not in TYPED or (name == "type" and not is_type(value))}
        )
        self.open.append(element)
        path = self.path
        self.paths[path] = self.paths.get(path, 0) + 1

    def end(self, tag: str) -> None:
        if self.outside:
            self.outside -= 1
            return
        path = self.path
        element = self.open.pop()
        value = value_of(element)
        if path == self.record or (not self.record and not self.open):
            self.ready.append(value)
        elif self.open and not (self.record and path in _above(self.record)):
            self.open[-1].children.append((element.tag, value))

    def data(self, text: str) -> None:
        if self.open and not self.outside:
            self.open[-1].texts.append(text)

    def close(self) -> None:
        return None

    @property
    def path(self) -> str:
        return "/".join(element.tag for element in self.open)


def record_path(lines: Iterable[Decoded]) -> str:
    """The path of a large file's records: the element nearest to the root that comes again and has elements or attributes in it."""
    target = _Records("")
    _feed(_parser(target), lines, [])
    fitting = [path for path, count in target.paths.items() if count > 1 and any(other.startswith(f"{path}/") for other in target.paths)]
    return min(fitting or [path for path, count in target.paths.items() if count > 1] or [""], key=lambda path: path.count("/"))


def xml_values(lines: Iterable[Decoded], record: str = "") -> Iterator[Value]:
    """The records of a file; without a path the whole file is one. What is broken is named with its line.

    Args:
        lines: the file's.
        record: the path of the elements that are one object each (`record_path`).
    """
    target = _Records(record)
    parser = _parser(target)
    begun, number = 1, 1
    broken = ""
    for number, text, _ in _whole_lines(lines):
        if broken:
            tag = record.rpartition("/")[2]
            at = re.search(rf"<(?:[\w.-]+:)?{re.escape(tag)}[\s>/]", text.replace("_", "-")) if tag else None
            if at is None:
                continue
            broken, target = "", _Records(record)
            parser = _parser(target)
            text = "".join(f"<{name}>" for name in record.split("/")[:-1]) + text[at.start() :]
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


def _rescued(target: _Records, line: int) -> Iterator[Value]:
    """What was whole before a file broke off: the elements that are open are closed where they stand."""
    while target.open:
        target.end("")
    yield from (Value(line, value) for value in target.ready)
    target.ready.clear()


def _parser(target: _Records) -> DefusedXMLParser:
    return DefusedXMLParser(target=target, forbid_dtd=False, forbid_entities=True, forbid_external=True)


def _feed(parser: DefusedXMLParser, lines: Iterable[Decoded], problems: list[str]) -> None:
    try:
        for line in _whole_lines(lines):
            parser.feed(line.text)
    except (ParseError, DefusedXmlException, ValueError) as error:
        problems.append(str(error))


def _whole_lines(lines: Iterable[Decoded]) -> Iterator[Decoded]:
    """The lines with what XML forbids mended, without the declaration: the text is decoded already."""
    for position, line in enumerate(lines):
        text = line.text + "\n"
        if position == 0:
            text = DECLARATION.sub("", text, count=1).lstrip("\ufeff \t\r\n")
        yield Decoded(line.number, AMPERSAND.sub(_entity, FORBIDDEN.sub("", text)), line.mended)


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name in OWN:
        return match[0]
    found = html5.get(f"{name};") if name else None
    return found if found is not None and "<" not in found and "&" not in found else "&amp;" + match[0][1:]


def _above(record: str) -> frozenset[str]:
    parts = record.split("/")
    return frozenset("/".join(parts[:length]) for length in range(1, len(parts)))
