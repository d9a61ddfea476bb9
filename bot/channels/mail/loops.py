"""Mails that no assistant may answer, so that two programs never write each other for ever (RFC 3834), and lists aren't answered."""

from __future__ import annotations

import re
from email.message import EmailMessage

from bot.channels.mail.reading import OURS, Mail
from data.formats.text.automatic_replies import is_automatic
from data.formats.text.mail_parts import content_type, header, headers

PRECEDENCE = re.compile(r"\s*(?:bulk|junk|list|auto_reply)\b", re.IGNORECASE)
SUPPRESSED = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
# One of these is enough: lists, newsletters, programs that answer.
PROGRAMS = (
    "list-id", "list-post", "list-unsubscribe", "list-help", "mailing-list", "x-autoreply", "x-autorespond", "x-autoresponder",
    "x-auto-reply", "x-failed-recipients", "x-loop", "x-mailinglist", "x-amazon-auto-reply", "feedback-id",
)  # fmt: skip
DAEMON = re.compile(r"(?:mailer-daemon|mail-daemon|postmaster|bounces?|listserv|majordomo|.*-(?:bounces?|request|owner)|owner-.*)@")
NO_REPLY = re.compile(r"(?:do-?not-?reply|no-?reply|noreply-.*|no-reply-.*|.*[+._-]no-?reply)@")
LARGEST_REPORT = 200_000
FAILED = re.compile(r"^action:\s*failed", re.IGNORECASE | re.MULTILINE)
OUR_ID = re.compile(OURS.pattern + r"[^<>\s]{1,200}>")


def automatic(mail: EmailMessage, read: Mail, own: frozenset[str]) -> str:
    """Why a mail isn't answered; empty if a person wrote it.

    Args:
        own: the addresses that are ours, in small letters.
    """
    if not read.sender:
        return "it has no sender"
    if read.reply_to in own:
        return "it is from ourselves"
    if any(value.strip() in ("<>", "") for value in headers(mail, "return-path")):
        return "its return path is empty"
    if (submitted := header(mail, "auto-submitted").strip().lower()) and not re.match(r"no(?![\w-])", submitted):
        return "Auto-Submitted"
    if PRECEDENCE.match(header(mail, "precedence")):
        return "Precedence"
    if SUPPRESSED.search(header(mail, "x-auto-response-suppress")):
        return "X-Auto-Response-Suppress"
    if named := next((name for name in PROGRAMS if headers(mail, name)), ""):
        return named
    if content_type(mail) in ("multipart/report", "message/delivery-status", "message/disposition-notification"):
        return "it is a report"
    if DAEMON.match(read.sender) or DAEMON.match(read.reply_to) or NO_REPLY.match(read.reply_to):
        return "its sender is a program"
    if is_automatic(read.text, header(mail, "subject")):
        return "it says so"
    return ""


def bounced(mail: EmailMessage, content: bytes) -> list[tuple[str, str]]:
    """The message ids of ours that a report (RFC 3464) says did not arrive, each with the key in it; `content` is the mail as it came."""
    said = content[:LARGEST_REPORT].decode("latin-1")
    if content_type(mail) != "multipart/report" or not FAILED.search(said):
        return []
    return list(dict.fromkeys((match[0], match[2]) for match in OUR_ID.finditer(said)))
