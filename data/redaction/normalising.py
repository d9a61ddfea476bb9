"""A text as the patterns of personal data read it, and where each of its characters stood in the original.

Invisible characters are left out, blanks, dashes, digits and full-width characters become their ASCII twins, HTML entities and
percent-encoding the characters that they stand for: `jane&#64;example%2Ecom` is an address, and so is one in full width.
"""

import html
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

# Not seen: soft hyphens, joiners, marks of direction, variation selectors, tags.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
# One character of UTF-8 in percent-encoding; `%2540` is one that was encoded twice.
PERCENT = r"%(?:25){0,3}[2-7][0-9A-Fa-f]|%[CDcd][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]|%[Ee][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2}"
ENTITY = r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"
LONGER = re.compile(f"[{INVISIBLE}]|{ENTITY}|{PERCENT}")


class _Twins(dict[int, str]):
    """The ASCII twin of each character that has one, or the character itself; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = twin = _twin(chr(code))
        return twin


def _twin(sign: str) -> str:
    if sign in "\n\r\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(sign)
    if category == "Zs" or sign == "\t":
        return " "
    if category == "Pd" or sign in "−⁃":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(sign))
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and plain.isascii() and category != "No" else sign


TWINS = _Twins()


def _with_twins(text: str) -> str:
    if not text.isascii():
        return text.translate(TWINS)
    return text if text.isprintable() else text.replace("\t", " ").replace("\r", "\n")


class Normal(NamedTuple):
    """A normalised text (N characters).

    Attributes:
        text: the characters.
        starts: where each began in the original (N,).
        ends: where each ended there (N,).
    """

    text: str
    starts: list[int]
    ends: list[int]


def normal(text: str) -> Normal:
    """The text as patterns read it."""
    if not needs_longer(text):
        return Normal(_with_twins(text), list(range(len(text))), list(range(1, len(text) + 1)))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in LONGER.finditer(text):
        start, end = match.span()
        sign = _meant(match.group())
        pieces += (text[last:start], sign)
        starts += (*range(last, start), *(start for _ in sign))
        ends += (*range(last + 1, start + 1), *(end for _ in sign))
        last = end
    pieces.append(text[last:])
    starts += range(last, len(text))
    ends += range(last + 1, len(text) + 1)
    return Normal(_with_twins("".join(pieces)), starts, ends)


def normal_text(text: str) -> str:
    """The text as patterns read it, without its places."""
    return normal(text).text if needs_longer(text) else _with_twins(text)


def needs_longer(text: str) -> bool:
    """Whether characters of the normalised text stand elsewhere than those of the text."""
    return (not text.isascii() or "&" in text or "%" in text) and LONGER.search(text) is not None


def _meant(found: str) -> str:
    """What a piece that `LONGER` finds stands for: nothing, or a character; itself if it stands for none."""
    if found[0] == "&":
        sign = html.unescape(found)
        return ("" if re.match(f"[{INVISIBLE}]", sign) else sign) if len(sign) == 1 else found
    if found[0] == "%":
        sign = found
        while (plain := unquote(sign)) != sign:
            sign = plain
        return sign
    return ""
