"""The parts of a mail that people read, however broken it is: headers, the text in any encoding, the names of what is attached."""

import codecs
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import collapse_rfc2231_value
from typing import Any

from data.both_scripts import compiled
from data.formats.files.national_encodings import national
from data.formats.text.html_text import text_of_html

# What mail programs put before a subject: “Re:”, “AW:”, “[Ticket 5]”.
REPLY = compiled(
    r"^\s*(?:(?:re|aw|sv|vs|antw|odp|rif|ref|res|fwd?|wg|tr|rv|enc|i|转发|回复|答复|返信|답장)(?:\[\d+\])?\s?[:：]\s*|\[[^\]]{1,40}\]\s*)+",
    re.IGNORECASE,
)
# The ids of mails in Message-ID, References and In-Reply-To.
IDS = re.compile(r"<[^<>\s]{1,300}>")
# What the parser of headers of Python 3.10 raises on broken ones.
BROKEN = (ValueError, AttributeError, TypeError, LookupError, ArithmeticError, RecursionError)
CONTENT_TYPE = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
DEEPEST = 30
# Characters of a header that are read, of one that describes a part (Content-…), and of all together, as often as they are read: to parse
# one takes Python time that grows with the square of its length.
LONGEST_HEADER, LONGEST_OF_PART, MOST_PARSED = 10_000, 2_000, 400_000
# Encodings of names and of programs, which no text is in. To decode the first two takes time that grows with the square of the length.
NO_TEXT = ("punycode", "idna", "unicode-escape", "raw-unicode-escape")
# A plain part that only says that the mail is in HTML is short.
LONGEST_STUB, FEWEST_WORDS = 600, 4
WORD = re.compile(r"[\u3040-\u9fff]|[^\W_]+")
# As much of a text as is looked at to find its encoding.
SAMPLE = 1 << 16


class _ShortHeaders(EmailPolicy):
    """Cuts headers before they are parsed: also those of parts, which the parser of mails itself looks at.

    Attributes:
        left: one number: the characters that may yet be parsed of this mail.
    """

    left: list[int]

    def __init__(self) -> None:
        super().__init__(message_factory=EmailMessage)
        object.__setattr__(self, "left", [MOST_PARSED])  # a policy's attributes can't be set otherwise

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        if hasattr(value, "name"):
            return value
        longest = LONGEST_OF_PART if name.lower().startswith("content-") else LONGEST_HEADER
        value = value[: min(longest, self.left[0])]
        self.left[0] -= len(value)
        return super().header_fetch_parse(name, value)


def parsed(content: bytes) -> EmailMessage:
    """A mail of its bytes; none is too broken."""
    content = content.lstrip(b"\r\n\xef\xbb\xbf")
    try:
        mail = email.message_from_bytes(content, policy=_ShortHeaders())
    except RecursionError:  # parts in parts, or brackets in brackets, hundreds of them: nobody writes that; its headers say whose it is
        head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
        mail = email.message_from_bytes(CONTENT_TYPE.sub(b"X-Content-Type:", head), policy=_ShortHeaders())
    assert isinstance(mail, EmailMessage)
    return mail


def header(mail: EmailMessage, name: str) -> str:
    """A header's text; empty if there is none, or it can't be read."""
    try:
        return str(mail.get(name) or "")
    except BROKEN:
        return ""


def headers(mail: EmailMessage, name: str) -> list[str]:
    """The texts of a header that may come several times, from the top."""
    return [str(value)[:LONGEST_HEADER] for given, value in mail.raw_items() if given.lower() == name.lower()]


def content_type(part: EmailMessage) -> str:
    """What a part is, as `text/plain`, which is also one whose header can't be read."""
    try:
        return str(part.get_content_type())
    except BROKEN:
        return "text/plain"


def body(mail: EmailMessage) -> tuple[str, bool]:
    """The text, and whether it is HTML: the plain part, unless there is none, or it says something else than the HTML."""
    plain = _first(mail, "text/plain")
    if plain and len(plain) > LONGEST_STUB:
        return plain, False
    markup = _first(mail, "text/html")
    if plain.strip() and not (markup and _is_stub(plain, markup)):
        return plain, False
    return (markup, True) if markup else (plain, False)


def _first(mail: EmailMessage, wanted: str) -> str:
    """The text of the first part of a type that says anything; empty if there is none."""
    for part in _walk(mail):
        if content_type(part) == wanted and not attached(part) and (text := _content(part)):
            return text
    return ""


def _is_stub(plain: str, markup: str) -> bool:
    """Whether a plain part isn't the text of the HTML, but says where to read that: neither has most words of the other."""
    said, seen = (set(WORD.findall(text.casefold())) for text in (plain, text_of_html(markup)))
    return len(seen) >= FEWEST_WORDS and len(said & seen) * 2 < min(len(said), len(seen))


def attachments(mail: EmailMessage) -> Iterator[tuple[int, EmailMessage]]:
    """The files of a mail, with the number of each part: what is attached, and pictures in the text."""
    for number, part in enumerate(_walk(mail)):
        if attached(part) or content_type(part).startswith(("image/", "audio/", "video/", "application/")):
            yield number, part


def attached(part: EmailMessage) -> bool:
    """Whether a part is a file, not the mail's text."""
    return "attachment" in header(part, "content-disposition").lower()


def file_name(part: EmailMessage) -> str:
    """The name of an attached file; empty if it has none."""
    try:
        return collapse_rfc2231_value(part.get_filename("") or "")
    except BROKEN:
        return ""


def file_content(part: EmailMessage) -> bytes:
    """An attached file; empty if it can't be read, or is a mail itself."""
    try:
        found = part.get_payload(decode=True)
    except BROKEN:
        return b""
    return found if isinstance(found, bytes) else b""


def _walk(mail: EmailMessage, depth: int = 0) -> Iterator[EmailMessage]:
    """All parts, the outer ones first; a mail that is attached stays closed."""
    yield mail
    if mail.is_multipart() and not (depth and attached(mail)) and depth < DEEPEST:
        for part in mail.get_payload():
            if isinstance(part, EmailMessage):
                yield from _walk(part, depth + 1)


def _content(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = _charset(part)
    if charset in ("gb2312", "gbk", "x-gbk"):
        charset = "gb18030"  # programs that say GB2312 write its successors
    for name in (charset, "utf-8"):
        try:
            return payload.decode(name)
        except (LookupError, ValueError):
            continue
    return payload.decode(national(payload[:SAMPLE]), "ignore")


def _charset(part: EmailMessage) -> str:
    try:
        found = part.get_content_charset() or "utf-8"
        return "utf-8" if codecs.lookup(found).name in NO_TEXT else found
    except BROKEN:
        return "utf-8"
