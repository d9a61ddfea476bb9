"""E-mail: mboxes (RFC 4155 and its dialects) and single messages (`.eml`). A thread is a dialogue, by Gmail's number of it, by References
and In-Reply-To, else by subject and correspondent. Who answers for the company is told by how many threads an address is in, and by its
name.
"""

import re
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import BinaryIO

from data.formats.files.encodings import Decoded
from data.formats.messengers.transcript import chat
from data.formats.raw_dialogues import ATTACHMENT, AUTOMATIC, DELETED, Message, RawDialogue
from data.formats.text.automatic_replies import is_automatic
from data.formats.text.chats import is_chat
from data.formats.text.mail_labels import is_thrown_away
from data.formats.text.mail_parts import IDS, REPLY, body, header, parsed
from data.records import AGENT

NAME = "mail"
BEGINS = re.compile(rb"^From \S.*\d{4}\s*$|^From - ")
HEADER = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|mime-version|delivered-to|x-[\w-]+|reply-to|content-type|dkim-signature|arc-[\w-]+):",
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
    mail = parsed(content)
    headers = {
        name: header(mail, name)
        for name in ("auto-submitted", "x-autoreply", "x-autorespond", "x-auto-response-suppress", "precedence", "x-failed-recipients")
    }
    subject = REPLY.sub("", header(mail, "subject"))
    name, address = (getaddresses([header(mail, "from")]) or [("", "")])[0]
    own = header(mail, "message-id").strip()
    before = IDS.findall(header(mail, "references") + " " + header(mail, "in-reply-to"))
    correspondents = sorted({found.lower() for _, found in getaddresses([header(mail, "from"), header(mail, "to")]) if found})
    thread = header(mail, "x-gm-thrid").strip() or next((threads[known] for known in (own, *before) if known in threads), "")
    if not thread:
        by_subject = f"{subject.casefold().strip()} {' '.join(correspondents[:2])}"
        thread = before[0] if before else threads.get(by_subject, "") or own or by_subject
        threads.setdefault(by_subject, thread)
    for known in (own, *before[:50]):
        if known:
            threads.setdefault(known, thread)
    to = [found.lower() for _, found in getaddresses([header(mail, "to"), header(mail, "cc")]) if found]
    text, markup = body(mail)
    role: str = AGENT if _is_office(address) else ""
    if is_thrown_away(mail):
        role = DELETED
    elif is_automatic("", header(mail, "subject"), {key: value.strip().lower() for key, value in headers.items() if value}):
        role = AUTOMATIC
    elif not text.strip():
        role = ATTACHMENT
    elif role == AGENT and not markup and is_chat(lines := text.splitlines()):
        return RawDialogue(number, thread, list(_chat(number, header(mail, "subject"), lines)), _date(mail))
    return RawDialogue(
        number,
        thread,
        [Message(number, role, text, _date(mail), address.lower() or name, False, "html" if markup else "mail", to=" ".join(to))],
    )


def _chat(number: int, subject: str, lines: list[str]) -> Iterator[Message]:
    """The messages of a chat that a desk sent by mail when it ended; whoever else writes lines like these is quoted by nobody."""
    read = [Decoded(number, line) for line in lines]
    for raw in chat(subject, lines, lambda: read):
        yield from raw.messages


def _is_office(address: str) -> bool:
    local = address.lower().partition("@")[0]
    return local in OFFICES or any(part in OFFICES for part in re.split(r"[._+-]", local) if len(part) > 3)


def _date(mail: EmailMessage) -> str | float | None:
    given = header(mail, "date")
    try:
        return parsedate_to_datetime(given).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return given or None
