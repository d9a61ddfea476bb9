"""Of several answers of one dialogue, the one whose own words meet the question: all that was said around them finds each of them."""

from collections.abc import Mapping, Sequence

from retrieval.lexical.amounts import asked_amounts, holds_amount
from retrieval.search.entries import Entry, Fit, Query
from retrieval.search.late_interaction import TokenTexts, interactions

# How much what would be quoted counts beside all that was said around it, and an amount of the kind that is asked for.
QUOTED, AMOUNT = 2.0, 0.3


def best_of_dialogue(
    query: Query, ordered: Sequence[tuple[int, Fit]], entries: Mapping[int, Entry], tokens: TokenTexts
) -> list[tuple[int, Fit]]:
    """Entries in their order, but for the first one's dialogue: that of its answers comes first that meets the question best.

    Args:
        query: what is asked.
        ordered: entries that were found, at least one, by their ids, with how they fit; the best first.
        entries: those, by their ids.
        tokens: where the tokens of their answers come from.
    """
    first = entries[ordered[0][0]].pair
    same = [each for each in ordered if entries[each[0]].pair.dialogue == first.dialogue and not entries[each[0]].outdated]
    if first.document or len(same) < 2:
        return list(ordered)
    answers = [entries[number].pair.answer for number, _ in same]
    met = interactions(query.reading.states, query.token_weights, tokens.of(answers))
    amounts = asked_amounts(query.text)
    scores = [
        fit.interaction + QUOTED * quoted.interaction + (AMOUNT if amounts and holds_amount(answer, amounts) else 0.0)
        for (_, fit), answer, quoted in zip(same, answers, met)
    ]
    best = same[scores.index(max(scores))]
    return [best, *(each for each in ordered if each is not best)]
