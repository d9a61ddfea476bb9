"""Bytes to text, in whatever encoding a page or a table was saved."""

import codecs

from charset_normalizer import from_bytes

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Bytes from which an encoding is guessed.
LOOKED_AT = 1 << 17


def decoded(content: bytes) -> str:
    """The text. Bytes that are none in any encoding become U+FFFD."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        guess = from_bytes(content[:LOOKED_AT]).best()
        return content.decode(guess.encoding if guess else "cp1252", errors="replace")
