"""What XML forbids and desks write all the same, mended: a lone `&`, entities of HTML, control characters."""

import re
from collections.abc import Iterable, Iterator
from html.entities import html5

from data.formats.files.encodings import Decoded

DECLARATION = re.compile(r"\A[\s\ufeff]*<\?xml.{0,400}?\?>", re.DOTALL)
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")
OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))


def whole_lines(lines: Iterable[Decoded]) -> Iterator[Decoded]:
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
