"""What an index's passages say now: each is worked out once for as long as it has the same entries, some of which have dozens."""

import datetime
from collections.abc import Mapping, Sequence

from data.redaction.output_filter import scan
from retrieval.search.entries import Entry, Passage, Source, said_on
from retrieval.search.own_contacts import OwnContacts

# Sources that a passage names; `count` tells how many there are.
MOST_SOURCES = 20

# A passage's entries, by their ids; another object each time that one comes or goes.
Members = tuple[int, ...]


class Passages:
    """The passages of an index. One thread may change the index while others ask."""

    def __init__(self, entries: Mapping[int, Entry], members: Mapping[int, Members], contacts: OwnContacts) -> None:
        """
        Args:
            entries: the index's, by their ids.
            members: the entries of each passage.
            contacts: what stays in what they say.
        """
        self._entries, self._members, self._contacts = entries, members, contacts
        self._outdated: dict[int, tuple[Members, str | None]] = {}
        self._newest: dict[int, tuple[Members, frozenset[str], Passage]] = {}

    def entries_of(self, passage: int) -> list[Entry]:
        """Those that are there by now; one that comes or goes may not be."""
        return [entry for member in self._members.get(passage, ()) if (entry := self._entries.get(member))]

    def outdated(self, entry: Entry) -> str | None:
        """Why what an entry's passage says is outdated; none if it isn't."""
        members = self._members.get(entry.passage, ())
        known = self._outdated.get(entry.passage)
        if known and known[0] is members:
            return known[1]
        there = self.entries_of(entry.passage)
        found = outdated_now(there or [entry])
        if there and len(there) == len(members):
            self._outdated[entry.passage] = members, found
        return found

    def newest(self, entry: Entry) -> Passage:
        """An entry's passage, as it was said last."""
        members, own = self._members.get(entry.passage, ()), self._contacts.own
        known = self._newest.get(entry.passage)
        if known and known[0] is members and known[1] is own:
            return known[2]
        there = self.entries_of(entry.passage)
        found = newest_passage(there or [entry], own)
        if there and len(there) == len(members):
            self._newest[entry.passage] = members, own, found
        return found

    def forget(self, passage: int) -> None:
        """Lets go of a passage that has no entries any more."""
        self._outdated.pop(passage, None)
        self._newest.pop(passage, None)


def newest_passage(members: Sequence[Entry], own: frozenset[str] = frozenset()) -> Passage:
    """A passage from all its entries, as it was said last; `own` contacts of the company stay in it."""
    ordered = sorted(members, key=_said_on, reverse=True)
    newest = ordered[0].pair
    sources = list(dict.fromkeys(Source.of(entry.pair) for entry in ordered))
    text = newest.answer if newest.document else scan(newest.answer, own)
    return Passage(text, tuple(sources[:MOST_SOURCES]), len(sources), ordered[0].template, ordered[0].outdated, newest.quality)


def outdated_now(members: Sequence[Entry]) -> str | None:
    """Why a passage, given by its entries, is outdated in the words in which it was said last; none if it isn't."""
    return max(members, key=_said_on).outdated


def _said_on(entry: Entry) -> datetime.date:
    return said_on(entry.pair)
