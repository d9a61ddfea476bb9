"""Tells which past answers speak of a rule that was changed since: a template about the same gives another figure for the same unit.

A template holds today. What is “the same” is measured token by token (`retrieval.search.late_interaction`), which reads across languages:
of the templates with a figure for that unit, the one that meets sentence and question best.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from data.languages import sentences_of
from data.records import Pair
from retrieval.encoder import Encoder
from retrieval.lexical.particulars import figures_of
from retrieval.search.late_interaction import TokenText, interactions
from retrieval.search.token_rarities import TokenRarities

# So well must a template meet a sentence, alone and after its question, on average, to be about the same.
SAME_RULE = 0.425
# A figure that so many dialogues gave for what a template says otherwise was the old rule, and less likeness tells it again.
OLD_RULE, SAME_OLD_RULE = 3, 0.3
MARKUP = re.compile(r"\]\([^)]*\)|[*\[\]]")


class _Doubt(NamedTuple):
    """A sentence's figures for a unit, and those of the template that meets it best, none of which are the same."""

    pair: Pair
    unit: str
    says: frozenset[str]
    today: frozenset[str]
    likeness: float

    @property
    def why(self) -> str:
        return f"it says {' and '.join(sorted(self.says))} {self.unit}, a template {' and '.join(sorted(self.today))}"


def abolished(pairs: Sequence[Pair], templates: Sequence[str], encoder: Encoder) -> dict[int, str]:
    """Which of the pairs, by id, speak of an abolished rule, and how.

    Args:
        pairs: the pairs, whose answers are what is quoted.
        templates: all that the company's templates say, in any language.
        encoder: reads them.
    """
    doubts = list(_doubts(pairs, templates, encoder))
    sure = [doubt for doubt in doubts if doubt.likeness >= SAME_RULE]
    given = {(doubt.pair.dialogue, doubt.unit, figure) for doubt in sure for figure in doubt.says}
    counts = Counter((unit, figure) for _, unit, figure in given)
    again = [
        doubt
        for doubt in doubts
        if doubt.likeness >= SAME_OLD_RULE and all(counts[doubt.unit, figure] >= OLD_RULE for figure in doubt.says)
    ]
    return {doubt.pair.id: doubt.why for doubt in (*again, *sure)}


def _doubts(pairs: Sequence[Pair], templates: Sequence[str], encoder: Encoder) -> list[_Doubt]:
    rules = [rule for rule in (MARKUP.sub("", template) for template in templates) if figures_of(rule)]
    given = [figures_of(rule) for rule in rules]
    figured = [(pair, sentence) for pair in pairs for sentence in sentences_of(pair.answer) if _may_differ(figures_of(sentence), given)]
    if not rules or not figured:
        return []
    texts = [TokenText.of(read) for read in encoder.read_all(rules)]
    alone = encoder.read_all([sentence for _, sentence in figured])
    asked = encoder.read_all([f"{pair.question} {sentence}" for pair, sentence in figured])
    rarities = TokenRarities([text.ids for text in texts])
    found = []
    for (pair, sentence), *reads in zip(figured, alone, asked):
        met = np.mean(
            [[each.interaction for each in interactions(read.states, rarities.weights(read), texts)] for read in reads], axis=0
        )  # (rules,)
        for unit, says in figures_of(sentence).items():
            about = [place for place, figures in enumerate(given) if unit in figures]
            if about:
                best = max(about, key=lambda place: float(met[place]))
                if not says & (today := given[best][unit]):
                    found.append(_Doubt(pair, unit, says, today, float(met[best])))
    return found


def _may_differ(said: Mapping[str, frozenset[str]], given: Sequence[Mapping[str, frozenset[str]]]) -> bool:
    """Whether a template gives none of the figures that a sentence gives for a unit; if none does so, the sentence needn't be read."""
    return any(unit in figures and not says & figures[unit] for unit, says in said.items() for figures in given)
