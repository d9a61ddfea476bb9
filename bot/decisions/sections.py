"""How likely a section of a document answers, from what the decision's weights make of it.

The weights are fitted on past answers, which a company's own logs teach; of documents nothing is known there. A logistic regression over
the log-odds that the weights give a section and how well its tokens meet the question makes up for that: three numbers, fitted on 395
questions of the sample shop that a section came first for (`bench/documents/development.jsonl`, `data/questions/`; 78 of them are right).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.decisions.weights import Kind

# Log-odds = BIAS + OWN * the weights' log-odds + INTERACTION * (interaction - USUAL).
BIAS, OWN, INTERACTION, USUAL = 1.5, 0.5, 7.2, 0.6


def with_section(chances: Mapping[Kind, float], interaction: float) -> dict[Kind, float]:
    """The chances of each outcome, where the best passage is a section; they add up to 1.

    Args:
        chances: by the weights, as if it were a past answer.
        interaction: how well its tokens meet the question's (`retrieval.search.entries.Fit`).
    """
    own = min(max(chances["passage"], 1e-4), 1 - 1e-4)
    odds = BIAS + OWN * math.log(own / (1 - own)) + INTERACTION * (interaction - USUAL)
    passage = 0.5 + 0.5 * math.tanh(odds / 2)
    return {kind: passage if kind == "passage" else chance * (1 - passage) / (1 - own) for kind, chance in chances.items()}
