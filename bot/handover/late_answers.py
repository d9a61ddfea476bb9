"""Mails a customer what a person answered, if they left an e-mail address and their chat is closed by then."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime, timezone
from email.message import EmailMessage
from email.utils import format_datetime

from bot.handover.settings import MailWay
from bot.handover.ways import send_mail
from bot.metrics import handover_notices
from bot.state.late_answers import LateAnswers, Unseen

# Seconds until an e-mail that didn't go out is tried again.
AGAIN_S = 60.0
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
    """Mails what has waited long enough, each customer's apart; what doesn't go out is tried again.

    Args:
        failures: what shows that it didn't.
    """
    for unseen in await answers.due():
        try:
            await send_mail(way, message_of(way, unseen))
        except failures:
            handover_notices.labels("customer", "failed").inc()
            await answers.later(unseen, AGAIN_S)
            continue
        handover_notices.labels("customer", "told").inc()
        await answers.told(unseen)
        await asyncio.sleep(0)


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
