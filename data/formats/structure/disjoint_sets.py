"""Things that belong together by way of others: disjoint sets with path halving (Tarjan & van Leeuwen 1984)."""


class DisjointSets:
    """The numbers from 0 on, each in a set of its own until it is joined with another one."""

    def __init__(self, count: int) -> None:
        self._first = list(range(count))

    def first(self, number: int) -> int:
        """The lowest number in the set of a number."""
        while self._first[number] != number:
            self._first[number] = self._first[self._first[number]]
            number = self._first[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Makes one set of those of two numbers."""
        into, gone = sorted((self.first(one), self.first(other)))
        self._first[gone] = into
