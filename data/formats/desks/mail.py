"""E-mail: mboxes (RFC 4155 and its dialects) and single messages (`.eml`). A thread is a dialogue, by References and In-Reply-To,
else by subject and correspondent. Who answers for the company is told by how many threads an address is in, and by its name.
"""

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import BinaryIO

from data.formats.automatic_replies import is_automatic
from data.formats.raw_dialogues import ATTACHMENT, AUTOMATIC, Message, RawDialogue
from data.records import AGENT

NAME = "mail"
BEGINS = re.compile(rb"^From \S.*\d{4}\s*$|^From - ")
HEADER = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|mime-version|delivered-to|x-[\w-]+|reply-to|content-type|dkim-signature|arc-[\w-]+):",
    re.IGNORECASE,
)
REPLY = re.compile(
    r"^\s*(?:(?:re|aw|sv|vs|antw|odp|rif|ref|res|fwd?|wg|tr|rv|enc|i|转发|回复|答复|返信|답장)(?:\[\d+\])?\s?[:：]\s*|\[[^\]]{1,40}\]\s*)+",
    re.IGNORECASE,
)
OFFICES = frozenset(
    "help support info service services kundenservice kundendienst kontakt contact contacto contato contacts care customercare "
    "customerservice hello hallo hi team office "
    "sales shop store orders bestellung billing rechnung admin mail desk helpdesk ayuda soporte atencion suporte atendimento "
    "assistance sav serviceclient "
    "assistenza klantenservice obsluga kefu cs feedback enquiries inquiries reservations booking returns "
    "no-reply noreply do-not-reply postmaster".split()
)
LARGEST = 32 << 20


def recognises_bytes(head: bytes) -> bool:
    """Whether the first bytes are an mbox's or a single message's."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    first = head.split(b"\n", 1)[0].rstrip(b"\r")
    if BEGINS.match(first):
        return True
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].splitlines()
    known = [line for line in top if HEADER.match(line)]
    names = {line.split(b":", 1)[0].lower() for line in known}
    return (
        bool(top)
        and bool(HEADER.match(top[0]))
        and len(names) >= 3
        and b"from" in names
        and bool(names & {b"date", b"message-id", b"received"})
    )


def messages_in(streams: Iterable[BinaryIO]) -> Iterator[RawDialogue]:
    """The messages of mboxes and single mails, each a piece of its thread."""
    threads: dict[str, str] = {}  # a message's id to its thread
    for stream in streams:
        for number, content in _split(stream):
            yield _piece(number, content, threads)


def _split(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each message with the line that it begins in; of one that is too large, its first part."""
    lines: list[bytes] = []
    begun, number, size, blank = 1, 0, 0, True
    mbox = False
    for line in stream:
        number += 1
        if blank and BEGINS.match(line.lstrip(b"\xef\xbb\xbf")) and (mbox or not any(part.strip() for part in lines)):
            if any(part.strip() for part in lines):
                yield begun, b"".join(lines)
            lines, begun, size, mbox = [], number, 0, True
            continue
        blank = not line.strip()
        size += len(line)
        if size <= LARGEST:
            lines.append(line[1:] if mbox and re.match(rb">+From ", line) else line)
    if any(part.strip() for part in lines):
        yield begun, b"".join(lines)


def _piece(number: int, content: bytes, threads: dict[str, str]) -> RawDialogue:
    mail = email.message_from_bytes(content.lstrip(b"\r\n\xef\xbb\xbf"), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    headers = {
        name: _header(mail, name)
        for name in ("auto-submitted", "x-autoreply", "x-autorespond", "x-auto-response-suppress", "precedence", "x-failed-recipients")
    }
    subject = REPLY.sub("", _header(mail, "subject"))
    name, address = (getaddresses([_header(mail, "from")]) or [("", "")])[0]
    own = _header(mail, "message-id").strip()
    before = re.findall(r"<[^<>\s]{1,300}>", _header(mail, "references") + " " + _header(mail, "in-reply-to"))
    correspondents = sorted({found.lower() for _, found in getaddresses([_header(mail, "from"), _header(mail, "to")]) if found})
    thread = next((threads[known] for known in before if known in threads), "")
    if not thread:
        by_subject = f"{subject.casefold().strip()} {' '.join(correspondents[:2])}"
        thread = before[0] if before else threads.get(by_subject, "") or own or by_subject
        threads.setdefault(by_subject, thread)
    for known in (own, *before[:50]):
        if known:
            threads.setdefault(known, thread)
    text, markup = _body(mail)
    role: str = AGENT if _is_office(address) else ""
    if is_automatic("", _header(mail, "subject"), {key: value.strip().lower() for key, value in headers.items() if value}):
        role = AUTOMATIC
    elif not text.strip():
        role = ATTACHMENT
    return RawDialogue(
        number, thread, [Message(number, role, text, _date(mail), address.lower() or name, False, "html" if markup else "mail")]
    )


def _is_office(address: str) -> bool:
    local = address.lower().partition("@")[0]
    return local in OFFICES or any(part in OFFICES for part in re.split(r"[._+-]", local) if len(part) > 3)


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name) or "")
    except (ValueError, AttributeError, TypeError, IndexError, KeyError):  # what the parser of headers of Python 3.10 raises on broken ones
        return ""


def _date(mail: EmailMessage) -> str | float | None:
    given = _header(mail, "date")
    try:
        return parsedate_to_datetime(given).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return given or None


def _body(mail: EmailMessage) -> tuple[str, bool]:
    """The text, and whether it is HTML: the plain part, unless there is none."""
    for wanted in ("plain", "html"):
        for part in mail.walk():
            if (
                part.get_content_type() == f"text/{wanted}"
                and "attachment" not in str(part.get("content-disposition", "")).lower()
                and (text := _content(part))
            ):
                return text, wanted == "html"
    return "", False


def _content(part: object) -> str:
    assert isinstance(part, EmailMessage)
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    if charset in ("gb2312", "gbk", "x-gbk"):
        charset = "gb18030"  # programs that say GB2312 write its successors
    for name in (charset, "utf-8", "gb18030", "cp1252"):
        try:
            return payload.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return payload.decode("cp1252", "ignore")
