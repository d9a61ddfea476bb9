"""The last look at a text that was said to one customer, before another one reads it."""

from functools import lru_cache

from data.hidden import without_hidden
from data.records import AGENT, CUSTOMER
from data.redaction.names import mask_names, names_in
from data.redaction.own_contacts import with_signs, without_signs
from data.redaction.patterns import redact


@lru_cache(maxsize=20_000)
def scan(text: str, own: frozenset[str] = frozenset()) -> str:
    """The text without the personal data and names that can be told from itself, and without what hides or reverses a part of it. The
    company's `own` addresses and telephone numbers stay.

    Logs are redacted where they enter; this catches what was put into an index by other ways.
    Popular answers are shown again and again, so what was found is remembered.
    """
    signs: dict[str, str] = {}
    redacted = redact(with_signs(without_hidden(text), own, signs)).text
    return without_signs(mask_names(redacted, {*names_in(redacted, AGENT), *names_in(redacted, CUSTOMER)})[0], signs)
