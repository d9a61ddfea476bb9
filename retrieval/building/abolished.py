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
from retrieval.lexical.particulars import denied, figures_of
from retrieval.search.late_interaction import TokenText, interactions
from retrieval.search.token_rarities import TokenRarities

# So well must a template meet a sentence, alone and after its question, on average, to be about the same.
SAME_RULE = 0.425
# A figure that so many dialogues gave for what a template says otherwise was the old rule, and less likeness tells it again.
OLD_RULE, SAME_OLD_RULE = 3, 0.3
MARKUP = re.compile(r"\]\([^)]*\)|[*\[\]]")


class Rule(NamedTuple):
    """What holds today, and who says it, in words."""

    text: str
    by: str = "a template"


class _Doubt(NamedTuple):
    """A sentence's figures for a unit, and those of the rule that meets it best, none of which are the same."""

    pair: Pair
    unit: str
    says: frozenset[str]
    today: frozenset[str]
    likeness: float
    by: str

    @property
    def why(self) -> str:
        return f"it says {' and '.join(sorted(self.says))} {self.unit}, {self.by} {' and '.join(sorted(self.today))}"


def abolished(pairs: Sequence[Pair], templates: Sequence[str], encoder: Encoder) -> dict[int, str]:
    """Which of the pairs, by id, speak of an abolished rule, and how.

    Args:
        pairs: the pairs, whose answers are what is quoted.
        templates: all that the company's templates say, in any language.
        encoder: reads them.
    """
    return other_figures(pairs, [Rule(MARKUP.sub("", template)) for template in templates], encoder)


def other_figures(
    pairs: Sequence[Pair],
    rules: Sequence[Rule],
    encoder: Encoder,
    near: Mapping[int, Sequence[int]] | None = None,
    margin: float = 0.0,
    same_rule: float = SAME_RULE,
) -> dict[int, str]:
    """Which of the pairs, by id, give another figure than the rule about the same, and how.

    Args:
        pairs: the pairs, whose answers are what is quoted.
        rules: what holds today.
        encoder: reads them.
        near: for each pair, by its id, the places of the rules that may be about the same; all of them if not given.
        margin: a pair isn't in doubt if a rule gives its figure that meets it worse than the best one by no more than this.
        same_rule: so well must a rule meet a sentence, alone and after its question, on average, to be about the same.
    """
    doubts = list(_doubts(pairs, rules, encoder, near, margin))
    sure = [doubt for doubt in doubts if doubt.likeness >= same_rule]
    given = {(doubt.pair.dialogue, doubt.unit, figure) for doubt in sure for figure in doubt.says}
    counts = Counter((unit, figure) for _, unit, figure in given)
    again = [
        doubt
        for doubt in doubts
        if doubt.likeness >= same_rule - SAME_RULE + SAME_OLD_RULE and all(counts[doubt.unit, figure] >= OLD_RULE for figure in doubt.says)
    ]
    return {doubt.pair.id: doubt.why for doubt in (*again, *sure)}


def _doubts(
    pairs: Sequence[Pair], given: Sequence[Rule], encoder: Encoder, near: Mapping[int, Sequence[int]] | None, margin: float
) -> list[_Doubt]:
    places = [place for place, rule in enumerate(given) if figures_of(rule.text)]
    rules = [given[place] for place in places]
    number = {place: position for position, place in enumerate(places)}
    figures = [figures_of(rule.text) for rule in rules]
    every = range(len(rules))
    looked_at = {
        pair.id: every if near is None else [number[place] for place in near.get(pair.id, ()) if place in number] for pair in pairs
    }
    figured = [(pair, sentence) for pair in pairs for sentence in sentences_of(pair.answer) if figures_of(sentence)]
    if near is not None:  # to read a sentence costs far more than to see that no rule speaks of its unit
        figured = [each for each in figured if any(figures_of(each[1]).keys() & figures[rule].keys() for rule in looked_at[each[0].id])]
    if not rules or not figured:
        return []
    texts = [TokenText.of(read) for read in encoder.read_all([rule.text for rule in rules])]
    rarities = TokenRarities([text.ids for text in texts])
    alone = encoder.read_all([sentence for _, sentence in figured])
    asked = encoder.read_all([f"{pair.question} {sentence}" for pair, sentence in figured])
    found = []
    for (pair, sentence), *reads in zip(figured, alone, asked):
        looked = looked_at[pair.id]
        met = np.mean(
            [
                [each.interaction for each in interactions(read.states, rarities.weights(read), [texts[r] for r in looked])]
                for read in reads
            ],
            axis=0,
        )  # (looked,)
        for unit, says in figures_of(sentence).items():
            about = {rule: float(likeness) for rule, likeness in zip(looked, met) if unit in figures[rule]}
            if not about:
                continue
            best = max(about, key=about.__getitem__)
            agrees = any(about[rule] >= about[best] - margin and says & figures[rule][unit] for rule in about)
            if not agrees and not (near is not None and _denies(sentence, unit)):
                found.append(_Doubt(pair, unit, says, figures[best][unit], about[best], rules[best].by))
    return found


def _denies(sentence: str, unit: str) -> bool:
    """Whether a sentence says no to its figure: “it isn't made for 110 volts”."""
    return any(unit in figures_of(clause) for clause in denied(sentence))
