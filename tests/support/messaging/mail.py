"""E-mail's: mails as customers and programs write them."""

from __future__ import annotations

import email
import email.policy
import hashlib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.mail_servers import PASSWORD, MailPlatform
from tests.support.messaging.platform import Call, Says

OURS, SERVER = "help@shop.example", "mx.shop.example"


class EmailKit(Kit):
    channel, path = "email", "bot.channels.email.EmailChannel"
    signature = ""
    environment: ClassVar[dict[str, str]] = {"EMAIL_PASSWORD": PASSWORD}
    has_buttons, has_images, splits, signs_body, says_when = False, False, False, False, False
    platform_type = MailPlatform

    def credentials(self, api: str) -> dict[str, Any]:
        place = urlsplit(api)
        imap = int(parse_qs(place.query).get("imap", ["1"])[0])
        host = {"imap_host": "127.0.0.1", "imap_port": imap, "imap_encryption": "none"}
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": place.port or 1, "smtp_encryption": "none"}
        return {"address": OURS, "name": "The shop", **host, **smtp, "trusted_server": SERVER, "mails_per_hour": 10_000}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.mail(id, text, user)

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        """The number of the choice."""
        return self.text(id, button, user)

    def usual(self, call: Call, number: int) -> Says:
        assert call.headers["from"] == OURS
        return Says()

    def shown(self, call: Call) -> Shown:
        body = received(call).get_body(("plain",))
        assert body
        return Shown(body.get_content().replace("\r\n", "\n").strip())

    def conversation(self, user: str = USER) -> str:
        return f"email:{OURS}:{_address(user)}::{hashlib.sha256(_root(user).encode()).hexdigest()[:16]}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        tried: dict[str, dict[str, str | None]] = {
            "Auto-Submitted": {"Auto-Submitted": "auto-replied"},
            "Auto-Submitted, generated": {"Auto-Submitted": "auto-generated (vacation)"},
            "Auto-Submitted, no longer": {"Auto-Submitted": "no-reply"},
            "Precedence": {"Precedence": "bulk"},
            "Precedence, list": {"Precedence": "list"},
            "a list": {"List-Id": "<news.customer.example>"},
            "a newsletter": {"List-Unsubscribe": "<mailto:stop@customer.example>"},
            "an auto-responder": {"X-Autoreply": "yes"},
            "Outlook's": {"X-Auto-Response-Suppress": "DR, OOF, AutoReply"},
            "a loop": {"X-Loop": OURS},
            "the null sender": {"Return-Path": "<>"},
            "from ourselves": {"From": f"The shop <{OURS}>"},
            "answers go to ourselves": {"Reply-To": OURS.upper()},
            "a daemon": {"From": "Mail Delivery <MAILER-DAEMON@customer.example>"},
            "a no-reply": {"From": "no-reply@customer.example"},
            "no sender": {"From": ""},
            "junk for a sender": {"From": "\N{BELL}<@>,,"},
            "an absence": {"Subject": "Automatic reply: my order"},
            "not vouched for": {"Authentication-Results": None},
            "by another server": {"Authentication-Results": "mx.evil.example; dmarc=pass"},
            "DMARC failed": {"Authentication-Results": f"{SERVER}; dkim=pass header.d=customer.example; dmarc=fail"},
            "another's signature": {
                "Authentication-Results": f"{SERVER}; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"
            },
            "hidden in a comment": {"Authentication-Results": f"{SERVER}; dmarc=none (; dmarc=pass )"},
        }
        for name, headers in tried.items():
            yield name, self.mail("f", "hello", headers=headers)
        forged = self.mail("f", "hello", headers={"Authentication-Results": f"{SERVER}; dmarc=fail"})
        yield (
            "vouched for below",
            self.mail(
                "f", "hello", content=forged.body.replace(b"From:", f"Authentication-Results: {SERVER}; dmarc=pass\nFrom:".encode(), 1)
            ),
        )

    def others(self) -> Iterator[Posted]:
        mail = self.message("1", "see the photo", USER)
        mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="lämp.png")
        yield self.mail("1", "", content=bytes(mail))
        page = self.message("2", "", USER)
        page.set_content("<p>Where is my <b>order</b>?</p><div class='gmail_quote'>before</div>", subtype="html")
        yield self.mail("2", "", content=bytes(page))
        yield self.mail("3", "hello", headers={"References": None, "Content-Type": 'text/plain; charset="x-unknown"'})
        yield self.mail("4", "", content=returned(f"<heed.{'0' * 16}.{'1' * 32}@shop.example>"))

    def mail(
        self, id: str, text: str, user: str = USER, headers: dict[str, str | None] | None = None, content: bytes | None = None
    ) -> Posted:
        """A mail with some headers in place of the usual ones; none to leave one out."""
        if content is None:
            message = self.message(id, text, user)
            for name, value in (headers or {}).items():
                if value is None or name not in message:
                    del message[name]
                if value is not None and name in message:
                    message.replace_header(name, value)
                elif value is not None:
                    message[name] = value
            content = bytes(message)
        return Posted(content, {}, "", by=lambda posted: MailPlatform.running.deliver(posted))

    def message(self, id: str, text: str, user: str) -> EmailMessage:
        message = EmailMessage()
        message["Return-Path"] = f"<{_address(user)}>"
        message["Authentication-Results"] = (
            f"{SERVER}; dkim=pass header.d=customer.example; dmarc=pass (p=none) header.from=customer.example"
        )
        message["From"], message["To"] = f"A customer <{_address(user)}>", OURS
        message["Message-ID"], message["References"] = f"<{id}.{user}@customer.example>", _root(user)
        message["Subject"], message["Date"] = "Re: My order", formatdate(time.time())
        message.set_content(text)
        return message


def returned(id: str) -> bytes:
    """A report that the mail of this id did not arrive (RFC 3464)."""
    lines = [
        "Return-Path: <>", "From: MAILER-DAEMON@mx.example", f"To: {OURS}", "Message-ID: <b@mx.example>", "Subject: Undelivered",
        "MIME-Version: 1.0", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
        "--b", "", "no such mailbox",
        "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "", "Action: failed", "Status: 5.1.1",
        "--b", "Content-Type: message/rfc822", "", f"Message-ID: {id}", "Subject: Re: My order", "", "hello", "--b--", "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


def received(call: Call) -> EmailMessage:
    """The mail that was sent."""
    found = email.message_from_bytes(call.body, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def _address(user: str) -> str:
    return f"c{user}@customer.example"


def _root(user: str) -> str:
    return f"<first.{user}@customer.example>"
