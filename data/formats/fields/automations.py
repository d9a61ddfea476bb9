"""Tells a program's lines from an agent's where the desk gives both the same author: nobody reads a question and types an answer
within seconds.
"""

from collections.abc import Sequence

from data.formats.fields.times import parse
from data.formats.raw_dialogues import Message
from data.records import AGENT, BOT, CUSTOMER

# Seconds within which no person answers, with a text of so many characters.
AT_ONCE_S, TYPED = 3, 25


def told_by_haste(messages: Sequence[Message]) -> list[Message]:
    """The messages, those of the company that came at once as a bot's, until somebody took his time.

    Later ones stay an agent's: he may have been typing when the customer wrote once more. Messages must be in the order of their times.
    """
    told: list[Message] = []
    asked = None
    human = False
    for message in messages:
        at = parse(message.time)
        if message.role == CUSTOMER:
            asked = at if asked is None else asked
        elif message.role == AGENT and not human:
            if asked is not None and at is not None and (at - asked).total_seconds() <= AT_ONCE_S and len(message.text) >= TYPED:
                message = message._replace(role=BOT)
            elif asked is not None:
                human = True
            asked = None
        told.append(message)
    return told
