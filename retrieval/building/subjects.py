"""Which of the company's things a past answer speaks of where it names none: the only one that its dialogue has named so far.

“25 kg on each board.” is true of one shelf. Said as “Rask: 25 kg on each board.” it is true wherever it is quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from data.languages import HAN
from data.records import Pair
from retrieval.lexical.particulars import WORD, learned_names
from retrieval.lexical.things import things_named


class Subject(NamedTuple):
    """What a pair's dialogue has been about so far.

    Attributes:
        name: of the only thing that was named; empty if that were several, or none.
        unsaid: whether neither the pair's question nor its answer names anything that recurs in answers.
    """

    name: str = ""
    unsaid: bool = False

    def before(self, answer: str) -> str:
        """An answer with the name before it."""
        return f"{self.name}：{answer}" if HAN.search(answer) else f"{self.name}: {answer}"


def subjects_of(pairs: Sequence[Pair]) -> list[Subject]:
    """What each pair's dialogue has been about so far (N,).

    Args:
        pairs: with whole answers, those of a dialogue in their order.
    """
    answers = [pair.answer for pair in pairs]
    names, things = learned_names(answers), things_named(answers)
    named: dict[str, dict[str, None]] = {}  # a dialogue to its things
    found = []
    for pair in pairs:
        said = WORD.findall(f"{pair.question} {pair.answer}".casefold())
        so_far = named.setdefault(pair.dialogue, {})
        so_far.update(dict.fromkeys(word for word in said if word in things))
        found.append(Subject(next(iter(so_far)).capitalize() if len(so_far) == 1 else "", names.isdisjoint(said)))
    return found
