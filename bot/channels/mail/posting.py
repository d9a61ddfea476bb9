"""Gives a mail to the company's mail server (SMTP)."""

from __future__ import annotations

from email.message import EmailMessage

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from bot.channels.frame.api import NoLogin
from bot.channels.mail.oauth import Login
from bot.channels.mail.settings import EmailSettings
from bot.state.deliveries.contract import Refused, TryLater

TIMEOUT_S = 20.0
# Answers of 500 and above are for good.
FOR_GOOD = 500


async def post(settings: EmailSettings, login: Login, mail: EmailMessage, to: str) -> None:
    """Sends a mail.

    Raises:
        TryLater, Refused: it was not sent. After any other error it may have been.
    """
    smtp = await connected(settings, login)
    try:
        await smtp.send_message(mail, sender=settings.address, recipients=[to])
    except SMTPRecipientsRefused as problem:
        raise _judged(problem.recipients[0]) from None
    except SMTPResponseException as problem:
        raise _judged(problem) from None
    finally:
        smtp.close()


async def connected(settings: EmailSettings, login: Login) -> SMTP:
    """A connection to the server that takes mails, logged in if it wants that.

    Raises:
        NoLogin: the server doesn't take the login.
        TryLater: there is none.
    """
    host = settings.smtp_host
    tls, starttls = settings.smtp_encryption == "tls", settings.smtp_encryption == "starttls"
    smtp = SMTP(hostname=host, port=settings.smtp_port, timeout=TIMEOUT_S, use_tls=tls, start_tls=starttls)
    try:
        await smtp.connect()
        await smtp.ehlo()
        if login.token:
            await smtp.auth_xoauth2(login.user, login.secret)
        elif smtp.supports_extension("auth"):
            await smtp.login(login.user, login.secret)
    except SMTPAuthenticationError as problem:
        smtp.close()
        raise NoLogin(f"{host} refuses the login: {problem.code}") from None
    except (OSError, SMTPException) as problem:
        smtp.close()
        raise TryLater(f"{host} can't be reached: {type(problem).__name__}") from None
    return smtp


def _judged(problem: SMTPResponseException) -> Exception:
    said = f"{problem.code} {problem.message}"[:300]
    return Refused(said) if problem.code >= FOR_GOOD else TryLater(said)
