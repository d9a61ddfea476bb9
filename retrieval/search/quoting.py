"""How what would be quoted meets a question: a reply is found by all that was asked and said, of which only a part may be quoted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from data.languages import language_of, language_of_kept
from data.records import Pair
from retrieval.lexical.amounts import asked_amounts, holds_amount
from retrieval.lexical.particulars import learned_names, names_in
from retrieval.lexical.things import kinds_of, things_named, words_of
from retrieval.search.entries import Entry, Hit, Query
from retrieval.search.late_interaction import Interaction, TokenTexts, interactions
from retrieval.search.named_things import named_things
from retrieval.search.quoted import Quoted


class Names(NamedTuple):
    """What of the company's is known by name.

    Attributes:
        all: names that recur in answers, and those of things, folded.
        kinds: of those that are things, the words for what they are (`retrieval.lexical.things.kinds_of`).
    """

    all: frozenset[str]
    kinds: Mapping[str, frozenset[str]]

    @classmethod
    def learn(cls, pairs: Iterable[Pair]) -> Names:
        """Learns them from pairs."""
        answers, replies = [], []
        said: dict[str, dict[str, None]] = {}  # a dialogue to its texts: what one says again and again counts once
        for pair in pairs:
            answers.append(pair.answer)
            replies.append(pair.context or pair.answer)
            said.setdefault(pair.dialogue, {}).update(dict.fromkeys((pair.question, replies[-1])))
        things = things_named(replies)
        return cls(learned_names(answers) | things, kinds_of(["\n".join(texts) for texts in said.values()], things))


def look_at_first(
    query: Query, hits: Sequence[Hit], entries: Mapping[int, Entry], answers: Mapping[int, float], tokens: TokenTexts, names: Names
) -> list[Hit]:
    """Hits, with how what would be quoted of the first past answer and of the first section meets what is asked.

    Args:
        query: what is asked.
        hits: what was found for it, the best first.
        entries: theirs, by the ids of their pairs.
        answers: the log-odds that the first past answer answers it, by the same ids.
        tokens: where the tokens of what would be quoted come from.
        names: the company's.
    """
    first = {hit.passage.document: place for place, hit in reversed(list(enumerate(hits)))}.values()
    return [
        replace(hit, quoted=_quoted(query, entries[hit.pair], hit, answers.get(hit.pair, 0.0), tokens, names)) if place in first else hit
        for place, hit in enumerate(hits)
    ]


def _quoted(query: Query, entry: Entry, hit: Hit, answers: float, tokens: TokenTexts, names: Names) -> Quoted:
    """How what would be quoted of an entry meets what is asked; a section is quoted as it was read."""
    states, rarities, text = query.reading.states, query.token_weights, hit.passage.text
    met = Interaction(hit.fit.interaction, hit.fit.weakest, hit.fit.gap)
    (around,) = tokens.of([entry.text])
    if entry.pair.document is None:
        (said,) = tokens.of([text])
        (met,) = interactions(states, rarities, [said])
    amounts = asked_amounts(query.text)
    mine, its = names_in(query.text, names.all), names_in(text, names.all)
    theirs = its | names_in(entry.pair.question, names.all)
    return Quoted(
        interaction=met.interaction,
        weakest=met.weakest,
        gap=met.gap,
        answers=answers,
        amount=0.0 if not amounts else 1.0 if holds_amount(text, amounts) else -1.0,
        named=0.0 if not mine else 1.0 if mine & theirs else -1.0,
        names_more=float(bool(its - mine)),
        kind=0.0 if mine & theirs else _same_kind(query.text, entry.pair, theirs, names.kinds),
        things=named_things(states, rarities, around),
        other_language=float(_without_script(language_of(query.text)) != _without_script(language_of_kept(text))),
    )


def _without_script(language: str) -> str:
    """`zh` of `zh-Hant`."""
    return language.partition("-")[0]


def _same_kind(asked: str, pair: Pair, theirs: frozenset[str], kinds: Mapping[str, frozenset[str]]) -> float:
    """Whether a question has a word for what a pair speaks of: 1 or -1; 0 where no such words are known, or only in another language."""
    known = [kinds[name] for name in theirs | {(pair.product or "").casefold()} if name in kinds]
    if not known or language_of(asked) != language_of(pair.question):
        return 0.0
    return 1.0 if frozenset().union(*known) & {*words_of(asked)} else -1.0
