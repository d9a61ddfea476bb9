"""A mail as a message of a conversation: who wrote, in which thread, what they wrote themselves."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from datetime import timezone
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from bot.channels.frame.delivery import Media
from bot.server.files.uploads import LARGEST_FILE
from data.formats.text.html_text import text_of_html
from data.formats.text.mail_parts import IDS, REPLY, attachments, body, content_type, file_content, file_name, header
from data.formats.text.mail_text import own_words

ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\]/]{1,190}")
# A message id of ours says which thread it belongs to.
OURS = re.compile(r"<heed\.([0-9a-f]{16})\.([0-9a-f]{32})@")
# Text that is read: a mail of any length must not hold up others.
LONGEST_BODY = 200_000
MOST_FILES, MOST_BEFORE, LONGEST_SUBJECT = 20, 20, 200


@dataclass(frozen=True)
class Mail:
    """A mail that was read.

    Attributes:
        id: its Message-ID; one made of the mail itself if it has none.
        sender: the address in From, in small letters; empty if there is none.
        reply_to: where an answer is wanted: Reply-To, or else From.
        thread: 16 hexadecimal digits, the same for all mails of a thread.
        text: without what is quoted, and without the signature; of the first mail of a thread, below its subject.
        before: message ids that it answers or refers to, the oldest first.
        at: when it was written, in seconds since 1970.
    """

    id: str
    sender: str
    reply_to: str
    subject: str
    thread: str
    text: str
    media: tuple[Media, ...]
    before: tuple[str, ...]
    at: float


def read_mail(mail: EmailMessage) -> Mail:
    """Reads a mail; nothing in it is too broken."""
    sender = address_in(header(mail, "from"))
    subject = REPLY.sub("", " ".join(_clean(header(mail, "subject")).split()))[:LONGEST_SUBJECT].strip()
    found = _clean(" ".join(header(mail, name) for name in ("references", "in-reply-to")))
    before = tuple(dict.fromkeys(IDS.findall(found)))
    before = before if len(before) <= MOST_BEFORE else (before[0], *before[1 - MOST_BEFORE :])
    text = _text(mail)
    own = IDS.search(_clean(header(mail, "message-id")))
    id = own[0] if own else f"<{_digest(header(mail, 'date'), sender, subject, text)}@no-id>"
    if not before and subject and not text.casefold().startswith(subject.casefold()):
        text = f"{subject}\n{text}".strip()
    reply_to = address_in(header(mail, "reply-to")) or sender
    return Mail(id, sender, reply_to, subject, _thread(id, before), text, _media(mail, id), before, _at(mail))


def address_in(text: str) -> str:
    """The first address in a header, in small letters; empty if there is none that can be written to."""
    try:
        found = [address.lower() for _, address in getaddresses([text[:2_000]]) if ADDRESS.fullmatch(address)]
    except (ValueError, IndexError, TypeError, AttributeError):
        return ""
    return found[0] if found and found[0].isprintable() else ""


def _text(mail: EmailMessage) -> str:
    text, markup = body(mail)
    text = _clean(text[:LONGEST_BODY])
    return own_words(text_of_html(text) if markup else text)


def _thread(id: str, before: tuple[str, ...]) -> str:
    """The thread that a mail of ours in it names; else that of the oldest mail that it refers to."""
    for each in reversed(before):
        if ours := OURS.match(each):
            return ours[1]
    return _digest((*before, id)[0])[:16]


def _media(mail: EmailMessage, id: str) -> tuple[Media, ...]:
    """What is attached; a file that is too large to be kept, by message id and number: the mail stays in the mailbox."""
    found: list[Media] = []
    for number, part in attachments(mail):
        kind = content_type(part).partition("/")[0]
        name = " ".join(_clean(file_name(part)).split())[:200]
        content = file_content(part) if len(found) < MOST_FILES else b""
        kept = content if len(content) <= LARGEST_FILE else b""
        found.append(Media(kind if kind in ("image", "audio", "video") else "file", f"{id}#{number}", name, kept))
    return tuple(found[:MOST_FILES])


def _at(mail: EmailMessage) -> float:
    try:
        written = parsedate_to_datetime(header(mail, "date"))
        at = (written if written.tzinfo else written.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return time.time()
    return at if 0 < at < time.time() + 300 else time.time()


def _clean(text: str) -> str:
    """A text without bytes that are no characters."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
