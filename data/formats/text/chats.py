"""Whether a text that may be anything, a document's or a mail's, is a chat for certain."""

import re
from collections.abc import Sequence

from data.formats.fields.role_words import role_of
from data.formats.text.transcript_lines import CLOCK
from data.formats.text.transcripts import pattern_of
from data.records import AGENT, BOT, CUSTOMER

FEWEST = 3


def is_chat(texts: Sequence[str]) -> bool:
    """Whether lines are a chat for certain: each message with the time of day, or words for both sides."""
    pattern = pattern_of(texts)
    if pattern is None:
        return False
    found = [match for text in texts if (match := pattern.match(text[:500]))]
    who = [match["who"].strip() for match in found]
    roles = {role_of(said) for match in found for said in (match["who"], match.groupdict().get("about") or "")}
    timed = "time" in pattern.groupindex and sum(re.search(CLOCK, match["time"]) is not None for match in found) * 5 >= len(found) * 4
    both = CUSTOMER in roles and bool(roles & {AGENT, BOT})
    whole = len(found) == sum(bool(text.strip()) for text in texts)
    return len(found) >= (2 if whole or roles & {CUSTOMER, AGENT, BOT} else FEWEST) and (
        both or (timed and len(set(who)) <= max(2, len(found) // 2))
    )
