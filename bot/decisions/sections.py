"""What a decision makes of a section of a document, once it is the best passage.

The decision's weights are fitted on what a company's logs teach; of documents nothing is known there. Where a section comes first, the
chances are weighed once more: beside each other and beside how well the section meets the question compared with what the template says,
and with the examples of its intent. `python -m bench.documents.fitting` fits these weights, which all companies share.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.decisions.weights import Kind, Weights, load_weights
from retrieval.search.beside import Beside

WEIGHTS = Path(__file__).with_name("sections.json")
# Of what is known of a question, what tells here, too.
ALSO = ("interaction", "interaction_beside_coverage", "small_talk", "english", "information")


@cache
def section_weights() -> Weights:
    """The shipped weights."""
    return load_weights(WEIGHTS)


def section_features(chances: Mapping[Kind, float], of: Mapping[str, float], beside: Beside) -> dict[str, float]:
    """What the chances are weighed by once more where the best passage is a section.

    Args:
        chances: of each outcome, by the decision's own weights, as if the section were a past answer.
        of: the features that these come from (`bot.decisions.observation.features`).
        beside: how what the first intent's template says stands beside the question and the section.
    """
    return {
        **{f"chance_{kind}": _log_odds(chance) for kind, chance in chances.items()},
        **{name: of[name] for name in ALSO},
        "interaction_beside_template": of["interaction"] - beside.interaction,
        "similarity_beside_template": of["answer_similarity"] - beside.similarity,
        "like_template": beside.likeness,
    }


def _log_odds(chance: float) -> float:
    clipped = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(clipped / (1 - clipped))
