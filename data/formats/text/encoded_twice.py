"""A text whose UTF-8 was taken for Latin-1 or Windows-1252 and written as UTF-8 once more: “GrÃ¶ÃŸe”.

Facebook's downloads have all of theirs so. And texts that a program escaped and nobody read back: “isn\\u2019t”, “Is%20it%20safe%3F”.
"""

import re
import urllib.parse

# What begins a character of UTF-8 read so, and what goes on.
PAIR = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
ESCAPED = re.compile(
    r"\\u(?:[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|[0-9a-cA-Ce-fE-F][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})"
)
QUOTED = re.compile(r"(?:[^\s%]|%[0-9A-Fa-f]{2}){1,8000}")
FEWEST_QUOTED = 2


def unescaped(text: str) -> str:
    """The text with characters for their escapes (`\\u2019`), and without an address's for blanks and signs, where all of it is so."""
    if "\\u" in text:
        text = ESCAPED.sub(_character, text)
    if "%20" in text and text.count("%") >= FEWEST_QUOTED and "://" not in text and QUOTED.fullmatch(text):
        text = urllib.parse.unquote(text)
    return text


def _character(match: re.Match[str]) -> str:
    """The character that an escape, or a pair of them, stands for; nothing for what no text has."""
    char = match[0].encode("ascii").decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16")
    return char if char >= " " or char in "\n\t" else ""


def decoded_once(text: str) -> str:
    """The text as it was meant; the same if it wasn't encoded twice."""
    if not PAIR.search(text):
        return text
    try:
        once = _bytes_of(text).decode("utf-8")
    except UnicodeError:
        return text
    return once if once != text else text


def _bytes_of(text: str) -> bytes:
    """The bytes, by Latin-1 and where that has none by Windows-1252.

    Raises:
        UnicodeEncodeError: a character is in neither.
    """
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return b"".join(char.encode("latin-1") if char <= "\xff" else char.encode("cp1252") for char in text)
