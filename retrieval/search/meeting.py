"""Which of the answers that may be meant to a reviewed question meets it best."""

from collections.abc import Sequence

from retrieval.lexical.amounts import asked_amounts, holds_amount
from retrieval.search.entries import Query
from retrieval.search.late_interaction import TokenTexts, interactions

# How much what would be quoted counts beside all that was said around it, and an amount of the kind that is asked for.
QUOTED, AMOUNT = 2.0, 0.3


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
