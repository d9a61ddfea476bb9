"""Mails a customer what a person answered, if they left an e-mail address and their chat is closed by then."""

from __future__ import annotations

import hashlib
import logging
import time
from email.message import EmailMessage

from bot.handover.way_settings import MailWay
from bot.handover.ways import mail_of, refused_for_good, send_mail
from bot.metrics import handover_notices
from bot.state.late_answers import LateAnswers, Unseen

logger = logging.getLogger(__name__)

# Seconds until an e-mail that didn't go out is tried again: as long as it has waited until then, between these.
AGAIN_S, LONGEST_PAUSE_S = 60.0, 3600.0
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


def message_of(way: MailWay, unseen: Unseen) -> EmailMessage:
    """The e-mail, the same each time."""
    subject, begins = TEXTS.get(unseen.language.partition("-")[0].lower(), TEXTS["en"])
    id = hashlib.sha256(f"{unseen.conversation}\0{unseen.last}".encode()).hexdigest()[:32]
    text = "\n\n".join([begins, *(f"{name}:\n{text}" for name, text in unseen.lines)])
    return mail_of(way, unseen.to, subject, text, f"answer_{id}")
