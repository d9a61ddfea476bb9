"""Of several answers of one dialogue, the one whose own words meet the question: it is found by all that was said around it."""

from collections.abc import Collection, Mapping, Sequence

from retrieval.lexical.amounts import asked_amounts, holds_amount
from retrieval.search.entries import Entry, Fit, Query
from retrieval.search.late_interaction import TokenTexts, interactions

# How much what would be quoted counts beside all that was said around it, and an amount of the kind that is asked for.
QUOTED, AMOUNT = 2.0, 0.3


def answers_in_order(
    query: Query, ordered: Sequence[int], found: Mapping[int, Fit], entries: Mapping[int, Entry], own: Collection[int], tokens: TokenTexts
) -> list[int]:
    """Entries in their order, the past answers among them as `best_of_dialogue` has them; those to the very same question stay.

    Args:
        query, entries, own, tokens: as there.
        ordered: the entries, the best first.
        found: how each fits.
    """
    said = [(number, found[number]) for number in ordered if not entries[number].pair.document]
    if not said:
        return list(ordered)
    answers = iter(best_of_dialogue(query, said, entries, own, tokens))
    return [number if entries[number].pair.document else next(answers)[0] for number in ordered]


def best_of_dialogue(
    query: Query, ordered: Sequence[tuple[int, Fit]], entries: Mapping[int, Entry], own: Collection[int], tokens: TokenTexts
) -> list[tuple[int, Fit]]:
    """Entries in their order, but for the first one's dialogue: that of its answers comes first that meets the question best.

    Args:
        query: what is asked.
        ordered: entries that were found, at least one, by their ids, with how they fit; the best first.
        entries: those, by their ids.
        own: those to the very same question, which stay where they are.
        tokens: where the tokens of their answers come from.
    """
    first = entries[ordered[0][0]].pair
    same = [each for each in ordered if entries[each[0]].pair.dialogue == first.dialogue and not entries[each[0]].outdated]
    if len(same) < 2 or ordered[0][0] in own:
        return list(ordered)
    scores = meeting(query, [fit.interaction for _, fit in same], [entries[number].pair.answer for number, _ in same], tokens)
    best = same[scores.index(max(scores))]
    return [best, *(each for each in ordered if each is not best)]


def meeting(query: Query, around: Sequence[float], answers: Sequence[str], tokens: TokenTexts) -> list[float]:
    """How well each of some answers meets a question, the better the higher.

    Args:
        query: the question.
        around: how all that was said around each answer meets it (`retrieval.search.late_interaction.Interaction.interaction`).
        answers: in the words that would be quoted.
        tokens: where the tokens of these come from.
    """
    amounts = asked_amounts(query.text)
    met = interactions(query.reading.states, query.token_weights, tokens.of(answers))
    return [
        said + QUOTED * quoted.interaction + (AMOUNT if amounts and holds_amount(answer, amounts) else 0.0)
        for said, answer, quoted in zip(around, answers, met)
    ]
