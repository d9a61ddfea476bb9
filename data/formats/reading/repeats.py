"""Messages that a log has twice, as one that was appended to itself or put together of exports that overlap."""

import re
from collections.abc import Mapping, Sequence

from data.formats.raw_dialogues import DELETED, LEFT_OUT, RECALL, REPEATED, Message, RawDialogue

# A dialogue without times is one twice if it is at least so long, and each half says so many different words.
FEWEST, FEWEST_WORDS = 4, 5
# Nobody writes as long a message twice within the minute, or a short one within the second.
LONG = 40
TO_THE_SECOND = re.compile(r"\d:\d{2}:(?!00)\d{2}|^1\d{9}(?:\d{3})?(?:\.|$)")
# A word; of what is written without spaces, a character.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def without_repeats(raw: RawDialogue) -> RawDialogue:
    """The dialogue, its messages that stand in it twice marked as such.

    The same words by the same person at the same time are one message, if they stand in different places of the log: several in the order
    in which they were said, or one that is long or has its time to the second. Somebody may well say “yes” twice in a minute. Where nothing
    says when a message was sent, only a dialogue as a whole may be there twice.
    """
    raw = _without_recalled(raw)
    seen: dict[tuple[object, ...], int] = {}
    first: dict[int, int] = {}  # the place of a message that is said again, to where it stood before
    timed = [place for place, message in enumerate(raw.messages) if message.time is not None and _is_said(message)]
    for place in timed:
        message = raw.messages[place]
        before = seen.setdefault((message.time, message.speaker, message.role, message.text), place)
        if raw.messages[before].line != message.line:
            first[place] = before
    originals = {*first.values()}
    # A log that has each of its rows twice has none of them in a run.
    if len(originals) < 2 or len(originals) + len(first) < len(timed):
        first = {place: before for place, before in first.items() if _is_sure(raw.messages[place]) or _in_a_run(place, first, raw.messages)}
    repeated = {*first, *_by_id(raw.messages)}
    if not repeated and _is_twice(raw.messages):
        repeated = set(range(len(raw.messages) // 2, len(raw.messages)))
    if not repeated:
        return raw
    return raw._replace(
        messages=[message._replace(role=REPEATED) if place in repeated else message for place, message in enumerate(raw.messages)]
    )


def _without_recalled(raw: RawDialogue) -> RawDialogue:
    """The dialogue, what somebody took back marked as deleted."""
    recalled = {message.id for message in raw.messages if message.role == RECALL and message.id}
    if not recalled:
        return raw
    return raw._replace(
        messages=[
            message._replace(role=DELETED) if message.id in recalled and message.role != RECALL else message for message in raw.messages
        ]
    )


def _by_id(messages: Sequence[Message]) -> set[int]:
    """The places of messages whose id stood above, with the same words of the same person."""
    seen: set[tuple[str, str, str]] = set()
    found = set()
    for place, message in enumerate(messages):
        if message.id and _is_said(message):
            key = message.id, message.speaker, message.text
            if key in seen:
                found.add(place)
            seen.add(key)
    return found


def _is_said(message: Message) -> bool:
    return message.role not in LEFT_OUT and bool(message.text.strip())


def _is_sure(message: Message) -> bool:
    """Whether a message with the words and the time of another one is the same, whatever stands around it."""
    return len(message.text) >= LONG or TO_THE_SECOND.search(str(message.time)) is not None


def _in_a_run(place: int, first: Mapping[int, int], messages: Sequence[Message]) -> bool:
    """Whether a message above or below is said again, too, as it stood beside this one before, in other words."""
    return any(first.get(place + step) == first[place] + step and messages[place + step].text != messages[place].text for step in (-1, 1))


def _is_twice(messages: Sequence[Message]) -> bool:
    """Whether the second half says the same as the first, word for word."""
    half = len(messages) // 2
    if len(messages) < FEWEST or len(messages) % 2 or any(message.time is not None for message in messages):
        return False
    said = [(message.speaker, message.role, message.text) for message in messages]
    words = {word.casefold() for message in messages[:half] for word in WORD.findall(message.text)}
    return said[:half] == said[half:] and len(set(said[:half])) > 1 and len(words) >= FEWEST_WORDS
