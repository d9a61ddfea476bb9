"""Tells a team of something: by a signed webhook, by e-mail, in Slack. Each raises what shows that it did not arrive."""

from __future__ import annotations

import asyncio
import json
import smtplib
import ssl
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Protocol

import aiohttp
from standardwebhooks.webhooks import Webhook

from bot.handover.way_settings import MailWay, SlackWay, Way, WebhookWay

# Seconds; a receiver that takes longer is asked again later, with the same id.
TIMEOUT_S = 10.0
# From this on, an SMTP server's answer means that it will be the same next time (RFC 5321, section 4.2.1).
PERMANENT, NOT_ASCII = 500, 553
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, OSError, smtplib.SMTPException)


class News(Protocol):
    """What a team is told: a hand-over (`bot.handover.notice`), a report of a retraining."""

    @property
    def id(self) -> str:
        """The same whenever it is sent."""

    @property
    def subject(self) -> str:
        """Of an e-mail."""

    def record(self) -> dict[str, object]:
        """The body of a webhook."""

    def text(self) -> str:
        """The same in sentences."""


class Refused(aiohttp.ClientError):
    """A receiver answered, and not with success."""


async def tell(way: Way, news: News) -> None:
    """Tells a team of something.

    Raises:
        aiohttp.ClientError, asyncio.TimeoutError, OSError, smtplib.SMTPException: it did not arrive, or nobody knows whether it did.
    """
    act: dict[type[Any], Callable[[Any, News], Awaitable[None]]] = {WebhookWay: _webhook, MailWay: _mail, SlackWay: _slack}
    await act[type(way)](way, news)


async def _webhook(way: WebhookWay, news: News) -> None:
    body = json.dumps(news.record(), ensure_ascii=False)
    now = datetime.now(timezone.utc)
    signature = Webhook(way.secret).sign(news.id, now, body)
    headers = {"webhook-id": news.id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
    await _post(way.url, body, headers)


async def _slack(way: SlackWay, news: News) -> None:
    text = news.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    await _post(way.url, json.dumps({"text": text}, ensure_ascii=False), {})


async def _post(url: str, body: str, headers: dict[str, str]) -> None:
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with (
        aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.post(url, data=body.encode(), headers={"Content-Type": "application/json", **headers}, allow_redirects=False) as answer,
    ):
        if not 200 <= answer.status < 300:
            raise Refused(f"status {answer.status}")


async def _mail(way: MailWay, news: News) -> None:
    await send_mail(way, mail_of(way, ", ".join(way.to), news.subject, news.text(), news.id))


def mail_of(way: MailWay, to: str, subject: str, text: str, id: str) -> EmailMessage:
    """An e-mail that nobody's holiday notice answers. Sent twice, it has the same Message-ID, which mail programs show once.

    Args:
        id: of letters, digits, `_` and `-`, the same whenever it is sent.
    """
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, way.sender, to
    message["Date"] = format_datetime(datetime.now(timezone.utc))
    message["Message-ID"] = f"<{id}@{way.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _send(way: MailWay, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    if way.encryption == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(way.host, way.port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(way.host, way.port, timeout=TIMEOUT_S)
    with server:
        if way.encryption == "starttls":
            server.starttls(context=context)
        if way.user:
            server.login(way.user, way.password)
        try:
            server.send_message(message)
        except smtplib.SMTPNotSupportedError as problem:
            if str(message["To"]).isascii():
                raise
            # The part before the @ isn't ASCII, which this server doesn't take, nor will next time (RFC 6531, section 3.5).
            raise smtplib.SMTPRecipientsRefused({str(message["To"]): (NOT_ASCII, str(problem).encode())}) from None


async def send_mail(way: MailWay, message: EmailMessage) -> None:
    """Sends an e-mail by a way's server; raises as `tell`."""
    await asyncio.to_thread(_send, way, message)


def refused_for_good(error: BaseException) -> bool:
    """Whether a mail server refuses the recipient or the message, and will next time."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return all(code >= PERMANENT for code, _ in refused.values())
        case smtplib.SMTPDataError(smtp_code=code):
            return code >= PERMANENT
    return False
