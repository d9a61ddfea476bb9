"""Which of many patterns may match a text, told in one pass over it by letters that each match of them has (Aho-Corasick)."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

Entry = TypeVar("Entry")
# Behind this stand the scripts of Chinese, Japanese and Korean.
EAST_ASIAN = "\u2e80"
# A pattern that ignores case takes these for plain letters, which `str.lower` doesn't make of them: Turkish ones, and the long s.
PLAIN = str.maketrans("İıſ", "iis")


class Prefilter(Generic[Entry]):
    """Entries that each come with hints, of which a text must hold one for the entry to be worth trying.

    A set of entries is an integer: the bit of an entry is 1 shifted by its place.
    """

    def __init__(self, entries: Iterable[tuple[Entry, tuple[str, ...]]]) -> None:
        """
        Args:
            entries: each with its hints. One in small letters is looked for in any case, another as it is written; at a `|` before or
                behind it a word must begin or end. An entry without hints is always worth trying.
        """
        given = list(entries)
        self.entries = [entry for entry, _ in given]
        self.always = 0
        small: dict[str, int] = {}
        written: dict[str, int] = {}
        for place, (_, hints) in enumerate(given):
            self.always |= 0 if hints else 1 << place
            for hint in hints:
                bits, key = (small, _in_small_letters(hint)) if hint == hint.lower() else (written, hint)
                bits[key] = bits.get(key, 0) | 1 << place
        self._small = _Hints(small)
        self._written = _Hints(written)

    def worth_trying(self, text: str) -> int:
        """The set of entries that may match a text."""
        return self.always | self._small.held(_in_small_letters(text)) | self._written.held(text)

    def listed(self, chosen: int) -> Iterator[Entry]:
        """The entries of a set, in their order."""
        while chosen:
            lowest = chosen & -chosen
            yield self.entries[lowest.bit_length() - 1]
            chosen ^= lowest


class _Hints:
    """Hints, and the set that each stands for."""

    def __init__(self, bits: dict[str, int]) -> None:
        self._bits = [(bits[hint], hint.startswith("|"), hint.endswith("|")) for hint in bits]
        self._automaton = AhoCorasick([hint.strip("|") for hint in bits], store_patterns=False)

    def held(self, text: str) -> int:
        """What the hints in a text stand for together."""
        if not self._bits:
            return 0
        try:
            found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # half a character: no hint has one
            text = text.encode("utf-8", "ignore").decode("utf-8")
            found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        chosen = 0
        for place, start, end in found:
            bits, begins, ends = self._bits[place]
            if not (begins and start and _joins(text[start - 1])) and not (ends and end < len(text) and _joins(text[end])):
                chosen |= bits
        return chosen


def _in_small_letters(text: str) -> str:
    return text.translate(PLAIN).lower() if not text.isascii() else text.lower()


def is_of_word(sign: str) -> bool:
    """Whether a character is a letter, a digit or an underscore, as in a pattern's `\\w`."""
    return sign.isalnum() or sign == "_"


def _joins(sign: str) -> bool:
    """Whether a word goes on with a character; in 我的LINE, one begins behind 的."""
    return is_of_word(sign) and sign < EAST_ASIAN
