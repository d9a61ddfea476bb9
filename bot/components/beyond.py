"""What a message asks beyond what was answered just before, where in context it is likest that once more."""

from __future__ import annotations

from dataclasses import replace

from bot.components.asked import Asked
from bot.decisions.ranking import answering

# So probable must the next intent be for the question by itself.
LIKELY = 0.3
# What is left of the probabilities at least, where an intent is left out.
LEAST_LEFT = 0.01


def beyond(said: str, joined: Asked, alone: Asked) -> Asked | None:
    """A question in context with the intent left out that was answered just before: “how many days to Milan?”, “and what would that cost?”.

    Args:
        said: the intent.
        joined: the question with what was asked before.
        alone: the question by itself.

    Returns:
        None if in context another intent is likelier anyway, or if the question by itself isn't likely the next one.
    """
    intents, by_itself = answering(joined.ranking), answering(alone.ranking)
    if len(intents) < 2 or intents[0][0] != said or not by_itself:
        return None
    next_one, likely = by_itself[0]
    if next_one != intents[1][0] or likely < LIKELY:
        return None
    left = max(1 - dict(joined.prediction.ranking)[said], LEAST_LEFT)
    ranking = [(intent, probability / left) for intent, probability in joined.prediction.ranking if intent != said]
    prediction, found = replace(joined.prediction, ranking=ranking), joined.found
    return replace(joined, classify=lambda _: prediction, search=lambda _: found)
