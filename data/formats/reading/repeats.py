"""Messages that a log has twice, as one that was appended to itself or put together of exports that overlap."""

from collections.abc import Sequence

from data.formats.raw_dialogues import LEFT_OUT, REPEATED, Message, RawDialogue

# A dialogue without times is one twice if it is at least so long.
FEWEST = 4


def without_repeats(raw: RawDialogue) -> RawDialogue:
    """The dialogue, its messages that stand in it twice marked as such.

    The same words by the same person at the same time are one message, if they stand in different places of the log. Where nothing says
    when a message was sent, only a dialogue as a whole may be there twice.
    """
    seen: dict[tuple[object, ...], int] = {}
    repeated: set[int] = set()
    for place, message in enumerate(raw.messages):
        if message.time is None or message.role in LEFT_OUT or not message.text.strip():
            continue
        key = (message.time, message.speaker, message.role, message.text)
        if seen.setdefault(key, message.line) != message.line:
            repeated.add(place)
    if not repeated and _is_twice(raw.messages):
        repeated = set(range(len(raw.messages) // 2, len(raw.messages)))
    if not repeated:
        return raw
    return raw._replace(
        messages=[message._replace(role=REPEATED) if place in repeated else message for place, message in enumerate(raw.messages)]
    )


def _is_twice(messages: Sequence[Message]) -> bool:
    """Whether the second half says the same as the first, word for word."""
    half = len(messages) // 2
    if len(messages) < FEWEST or len(messages) % 2 or any(message.time is not None for message in messages):
        return False
    said = [(message.speaker, message.role, message.text) for message in messages]
    return said[:half] == said[half:] and len(set(said[:half])) > 1
