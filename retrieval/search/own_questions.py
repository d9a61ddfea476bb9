"""Entries by the question that led to them, so that the very same question finds its own answer whatever else is near."""

from data.folding import folded
from data.records import content_id


class OwnQuestions:
    """Ids of entries by their folded question. One thread may change it while others ask."""

    def __init__(self) -> None:
        self._entries: dict[int, tuple[int, ...]] = {}  # a folded question, by an id made of it, to its entries

    def add(self, question: str, number: int) -> None:
        """Takes up an entry."""
        key = content_id(folded(question))
        self._entries[key] = (*self._entries.get(key, ()), number)

    def remove(self, question: str, number: int) -> None:
        """Lets an entry go; one that isn't there is passed over."""
        key = content_id(folded(question))
        others = tuple(other for other in self._entries.get(key, ()) if other != number)
        if others:
            self._entries[key] = others
        else:
            self._entries.pop(key, None)

    def of(self, question: str) -> tuple[int, ...]:
        """The entries with this question, but for case, punctuation, width and script."""
        return self._entries.get(content_id(folded(question)), ())
