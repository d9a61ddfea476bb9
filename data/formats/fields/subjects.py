"""Subjects of mails: what an answer has before the subject that it answers."""

import re
from collections.abc import Iterable

from data.both_scripts import compiled

# What stands before the subject of a mail that answers another, or hands it on.
ANSWERS = compiled(
    r"^\s*(?:(?:re|aw|antw|antwort|sv|vs|wg|fwd?|fw|tr|rv|res|enc|ynt|odp|rif|r|i|回复|答复|回覆|转发|轉寄|返信|転送|회신|답장|ответ|отв)"
    r"(?:\[\d{1,3}\])?\s?[:：]\s*)+",
    re.IGNORECASE,
)


def thread_name(subject: str, people: Iterable[str]) -> str:
    """What the mails of one subject between the same people have in common."""
    return "\x1f".join((plain_subject(subject), *sorted(people)))


def plain_subject(subject: str) -> str:
    return " ".join(ANSWERS.sub("", subject).casefold().split())
