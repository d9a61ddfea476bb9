"""An answer as a mail: in its thread, as text and as HTML, marked as a program's."""

from __future__ import annotations

import html
from collections.abc import Sequence
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime, formataddr, localtime

from bot.channels.frame.channel import Recipient
from bot.channels.frame.markup import Run
from bot.channels.frame.rendering import Part


class MessageIds(UnstructuredHeader, BaseHeader):
    """A header of message ids, each on a line of its own. Python would encode one that is longer than a line, and break the thread."""

    def fold(self, *, policy: Policy) -> str:
        separator = f"{policy.linesep} "
        return f"{self.name}: {separator.join(str(self).split())}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("references", MessageIds)
HEADERS.map_to_type("in-reply-to", MessageIds)
POLICY = EmailPolicy(header_factory=HEADERS)
LINKS = ("http://", "https://", "mailto:", "tel:")


def write_mail(part: Part, to: Recipient, address: str, name: str) -> EmailMessage:
    """The mail that carries a part.

    Args:
        address: ours; name: what stands before it in From.
    """
    mail = EmailMessage(POLICY)
    subject = " ".join(str(to.contact.get("subject") or "Your message").split())
    before = [id for each in to.contact.get("before") or [] if (id := str(each)).isascii() and id.isprintable()]
    mail["From"], mail["To"] = formataddr((name, address)), recipient(to)
    mail["Subject"] = f"Re: {subject}"
    mail["Date"] = format_datetime(localtime())
    mail["Message-ID"] = message_id(to, address)
    if before:
        mail["In-Reply-To"], mail["References"] = before[-1], " ".join(before)
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(part.text or part.plain, cte="quoted-printable")
    mail.add_alternative(as_html(part.runs), subtype="html", cte="quoted-printable")
    return mail


def recipient(to: Recipient) -> str:
    """Where an answer goes: where the customer's newest mail wants it, else to the customer."""
    return str(to.contact.get("reply_to") or to.address.user)


def message_id(to: Recipient, address: str) -> str:
    """Names the thread, so that an answer finds back to it, whatever else a mail program leaves out."""
    return f"<heed.{to.address.thread or '0' * 16}.{to.key}@{address.rpartition('@')[2]}>"


def as_html(runs: Sequence[Run]) -> str:
    """Runs as the body of an HTML mail. Whatever a run's text holds, it never becomes markup."""

    def one(run: Run) -> str:
        text = html.escape(run.text).replace("\n", "<br>\n")
        for wanted, tag in ((run.code, "code"), (run.italic, "i"), (run.bold, "b")):
            text = f"<{tag}>{text}</{tag}>" if wanted and text.strip() else text
        return f'<a href="{html.escape(run.link)}">{text}</a>' if run.link.lower().startswith(LINKS) else text

    return f"<html><body><p>{''.join(one(run) for run in runs)}</p></body></html>\n"
