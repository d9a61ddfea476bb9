"""Which encoding a log's bytes are in, and its lines as text: UTF-8 and UTF-16 with or without a byte order mark, GB18030, Big5,
Shift-JIS, the code pages of Windows and more.

A line that isn't in the file's encoding (two exports that were put together) is decoded by itself, and said to be.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from data.formats.files.national_encodings import COMPARED, LAST_RESORT, national

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# As much of a file as is looked at to find its encoding.
SAMPLE = 1 << 20
CHUNK = 1 << 18
# How ISO 2022-JP, the Japanese of mails, turns to Kanji.
JAPANESE_MAIL = re.compile(rb"\x1b\$[@B]")
LONGEST_LINE = 16 << 20


class Decoded(NamedTuple):
    """A line of a file without its line end, its number, and what was done to read it (if anything)."""

    number: int
    text: str
    mended: str = ""


def encoding_of(sample: bytes) -> str:
    """The encoding of a file, as Python calls it, by its first bytes."""
    for mark, name in MARKS:
        if sample.startswith(mark) and (name == "utf-8" or _has_ascii(sample[:8192].decode(name, "ignore"))):
            return name
    if b"\x00" in sample and (name := _wide(sample)):
        return name
    if JAPANESE_MAIL.search(sample) and sample.isascii():
        return "iso2022_jp"
    if _is_utf8(sample):
        return "utf-8"
    return national(sample)


def _has_ascii(text: str) -> bool:
    """Whether a text has line ends, commas, digits; two damaged bytes may look like a mark of UTF-16, but then it has hardly any."""
    return sum(sign.isascii() and sign != "\x00" for sign in text) * 50 > len(text)


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of what is mostly Latin, or of digits and line ends, is 0."""
    even, odd = sample[0:8192:2].count(0), sample[1:8192:2].count(0)
    half = max(1, len(sample[:8192]) // 2)
    if odd > even * 4 and odd > half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > odd * 4 and even > half * 0.05 else ""


def _is_utf8(sample: bytes) -> bool:
    """Whether it is UTF-8, but for a character that the sample's end cuts, and for single damaged lines."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
        return True
    except UnicodeDecodeError:
        lines = [line for line in sample.split(b"\n") if not line.isascii()][:2000]
        good = sum(_decodes(line, "utf-8") for line in lines)
        return good * 2 > len(lines)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def lines_of(stream: BinaryIO, encoding: str) -> Iterator[Decoded]:
    """The lines of a file, whatever ends them; a byte order mark inside (files put together) is taken out."""
    wide = encoding.startswith(("utf-16", "utf-32"))
    pieces = _wide_lines(stream, encoding) if wide else _byte_lines(stream, encoding)
    number = 0
    for text, mended in pieces:
        if "\r" in text[:-1]:
            for part in text.rstrip("\n").replace("\r\n", "\n").split("\r") if text.rstrip("\r\n").count("\r") else [text]:
                number += 1
                yield Decoded(number, part.rstrip("\r\n").lstrip("\ufeff"), mended)
            continue
        number += 1
        yield Decoded(number, text.rstrip("\r\n").lstrip("\ufeff"), mended)


def _byte_lines(stream: BinaryIO, encoding: str) -> Iterator[tuple[str, str]]:
    decode = codecs.getdecoder(encoding)
    while line := stream.readline(LONGEST_LINE):
        try:
            yield decode(line)[0], ""
        except UnicodeDecodeError:
            yield _mended(line, encoding)


def _mended(line: bytes, encoding: str) -> tuple[str, str]:
    """A line that isn't in the file's encoding: in one that it can be in, else without its damaged bytes."""
    for other in ("utf-8", *([national(line)] if len(line) < COMPARED else [])):
        if other != encoding and _decodes(line, other) and not (other == LAST_RESORT and encoding == "utf-8" and _cut_character(line)):
            return line.decode(other), f"read as {other}, since it isn't {encoding}"
    return line.decode(encoding, "ignore"), "bytes that are no characters were taken out"


def _cut_character(line: bytes) -> bool:
    """Whether most of a damaged line is UTF-8 all the same: some of its characters have several bytes and are whole."""
    whole = line.decode("utf-8", "ignore")
    return not whole.isascii()


def _wide_lines(stream: BinaryIO, encoding: str) -> Iterator[tuple[str, str]]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = ""
    while chunk := stream.read(CHUNK):
        rest += decoder.decode(chunk)
        *lines, rest = rest.split("\n")
        for line in lines:
            yield _without_replacement(line)
        if len(rest) > LONGEST_LINE:
            yield _without_replacement(rest)
            rest = ""
    rest += decoder.decode(b"", final=True)
    if rest:
        yield _without_replacement(rest)


def _without_replacement(line: str) -> tuple[str, str]:
    return (line.replace("\ufffd", ""), "bytes that are no characters were taken out") if "\ufffd" in line else (line, "")
