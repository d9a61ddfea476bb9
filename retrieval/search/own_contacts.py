"""Which addresses and telephone numbers in an index are the company's own: those in its documents, and those that answers of several
dialogues give as its own. What is kept of one dialogue alone, or was said to be a customer's, may be a customer's.
"""

from collections import Counter

from data.records import Pair
from data.redaction.own_contacts import FEWEST_DIALOGUES, contacts_in, given_in, is_office, with_offices

# Stands for all documents in the place of a dialogue.
DOCUMENTS = ""
# Stands for all dialogues that name an office without offering it: its host may tell whose it is.
MENTIONED = "\0"


class OwnContacts:
    """Counts in how many dialogues' answers each contact stands; changes with the index.

    One thread may change it while others ask what is the company's own.
    """

    def __init__(self) -> None:
        self._dialogues: dict[str, Counter[str]] = {}  # a contact to the dialogues that give it, and how often
        self._changes = 0
        self._known: tuple[int, frozenset[str]] = (0, frozenset())  # what was the company's own after so many changes

    @property
    def own(self) -> frozenset[str]:
        """The company's own, found out anew where something has changed: once for all pairs that an index is loaded with."""
        changes, own = self._known
        if changes != self._changes:
            changes = self._changes  # read first: what changes meanwhile makes the next caller look again
            named = self._dialogues.copy()
            often = {
                key for key, dialogues in named.items() if DOCUMENTS in dialogues or len(dialogues.keys() - {MENTIONED}) >= FEWEST_DIALOGUES
            }
            own = with_offices(often, named)
            self._known = changes, own
        return own

    def add(self, pair: Pair) -> None:
        """Takes a pair into account."""
        for key, dialogue in _named_in(pair):
            self._dialogues.setdefault(key, Counter())[dialogue] += 1
            self._changes += 1

    def remove(self, pair: Pair) -> None:
        """Takes a pair out again."""
        for key, dialogue in _named_in(pair):
            dialogues = self._dialogues[key]
            dialogues[dialogue] -= 1
            if not dialogues[dialogue]:
                del dialogues[dialogue]
            if not dialogues:
                del self._dialogues[key]
            self._changes += 1


def _named_in(pair: Pair) -> frozenset[tuple[str, str]]:
    """The contacts that may be the company's, each with where it stands: all of a document, for it is published."""
    if pair.document:
        return frozenset((key, DOCUMENTS) for key, _ in contacts_in(pair.answer))
    return frozenset(
        (key, pair.dialogue if ours else MENTIONED) for key, ours in given_in(pair.answer) if ours or (ours is None and is_office(key))
    )
