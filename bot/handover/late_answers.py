"""Mails a customer what a person answered, if they left an e-mail address and their chat is closed by then."""

from __future__ import annotations

import hashlib
import logging
import smtplib
import time
from datetime import datetime, timezone
from email.message import EmailMessage
from email.utils import format_datetime

from bot.handover.way_settings import MailWay
from bot.handover.ways import send_mail
from bot.metrics import handover_notices
from bot.state.late_answers import LateAnswers, Unseen

logger = logging.getLogger(__name__)

# Seconds until an e-mail that didn't go out is tried again: as long as it has waited until then, between these.
AGAIN_S, LONGEST_PAUSE_S = 60.0, 3600.0
# From this on, an SMTP server's answer means that it will be the same next time (RFC 5321, section 4.2.1).
PERMANENT = 500
TEXTS: dict[str, tuple[str, str]] = {
    "en": ("An answer to your question", "You asked us something in our chat. Here is the answer; you can go on in the same chat."),
    "de": (
        "Eine Antwort auf Ihre Frage",
        "Sie haben uns im Chat etwas gefragt. Hier ist die Antwort; im selben Chat können Sie weiterschreiben.",
    ),
    "es": ("Una respuesta a su pregunta", "Nos preguntó algo en nuestro chat. Esta es la respuesta; puede continuar en el mismo chat."),
    "zh": ("对您问题的答复", "您在我们的聊天中提出了问题，答复如下；您可以在同一聊天中继续。"),
    "ar": ("إجابة عن سؤالك", "لقد سألتنا في المحادثة، وهذه هي الإجابة. يمكنك المتابعة في المحادثة نفسها."),
}


async def mail_late_answers(way: MailWay, answers: LateAnswers, failures: tuple[type[BaseException], ...]) -> None:
    """Mails what has waited long enough, each customer's apart. What doesn't go out is tried again, unless it is refused for good.

    Args:
        failures: what shows that it didn't.
    """
    for unseen in await answers.due():
        try:
            await send_mail(way, message_of(way, unseen))
        except Exception as error:  # whatever it is, the others' answers are mailed
            handover_notices.labels("customer", "failed").inc()
            # Not the error's own words: they name the customer.
            what = unseen.conversation, type(error).__name__
            if refused_for_good(error):
                logger.warning("What a person answered in conversation %s can't be mailed: it was refused for good (%s).", *what)
                await answers.done(unseen)
                continue
            trace = None if isinstance(error, failures) else error
            logger.warning("What a person answered in conversation %s was not mailed (%s); it is tried again.", *what, exc_info=trace)
            await answers.later(unseen.conversation, min(max(AGAIN_S, time.time() - unseen.at), LONGEST_PAUSE_S))
            continue
        handover_notices.labels("customer", "told").inc()
        await answers.done(unseen)


def refused_for_good(error: Exception) -> bool:
    """Whether a mail server refuses the recipient or the message, and will next time."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return all(code >= PERMANENT for code, _ in refused.values())
        case smtplib.SMTPDataError(smtp_code=code):
            return code >= PERMANENT
    return False


def message_of(way: MailWay, unseen: Unseen) -> EmailMessage:
    """The e-mail. Sent twice, it has the same Message-ID, which mail programs show once."""
    subject, begins = TEXTS.get(unseen.language.partition("-")[0].lower(), TEXTS["en"])
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, way.sender, unseen.to
    message["Date"] = format_datetime(datetime.now(timezone.utc))
    name = hashlib.sha256(f"{unseen.conversation}\0{unseen.last}".encode()).hexdigest()[:32]
    message["Message-ID"] = f"<answer_{name}@{way.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join([begins, *(f"{name}:\n{text}" for name, text in unseen.lines)]))
    return message
