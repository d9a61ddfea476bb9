"""Which addresses and telephone numbers in an index are the company's own: those in its documents, and those that answers of several
dialogues give. What is kept of one dialogue alone may be a customer's.
"""

from collections import Counter

from data.records import Pair
from data.redaction.own_contacts import FEWEST_DIALOGUES, contacts_in, with_offices


class OwnContacts:
    """Counts in how many dialogues' answers each contact stands; changes with the index."""

    def __init__(self) -> None:
        self._dialogues: dict[str, Counter[str]] = {}
        self.own: frozenset[str] = frozenset()

    def add(self, pair: Pair) -> None:
        """Takes a pair into account."""
        self._count(pair, 1)

    def remove(self, pair: Pair) -> None:
        """Takes a pair out again."""
        self._count(pair, -1)

    def _count(self, pair: Pair, times: int) -> None:
        found = {key for key, _ in contacts_in(pair.answer)}
        for key in found:
            dialogues = self._dialogues.setdefault(key, Counter())
            dialogues["" if pair.document else pair.dialogue] += times
            self._dialogues[key] = +dialogues  # without those that are gone
        if found:
            often = {key for key, named in self._dialogues.items() if "" in named or len(named) >= FEWEST_DIALOGUES}
            self.own = with_offices(often, (key for key, named in self._dialogues.items() if named))
