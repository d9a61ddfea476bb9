"""A text whose UTF-8 was taken for Latin-1 or Windows-1252 and written as UTF-8 once more: “GrÃ¶ÃŸe”.

Facebook's downloads have all of theirs so.
"""

import re

# What begins a character of UTF-8 read so, and what goes on.
PAIR = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")


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
