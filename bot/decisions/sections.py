"""Whether a section of a document is what is to be said.

The decision's weights are fitted on what a company's logs teach; of documents nothing is known there. So what they come to is weighed once
more, beside how the best section meets the question, and how it stands beside the first template and the best past answer: a logistic
regression gives the probability that the section answers. `python -m bench.documents.fitting` fits its weights, which all companies share.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.decisions.log_odds import log_odds
from data.errors import ModelError

if TYPE_CHECKING:
    from bot.decisions.observation import SectionSeen
    from bot.decisions.weights import Kind

WEIGHTS = Path(__file__).with_name("sections.json")
BIAS = "bias"
# Of what is known of a question, what tells here, too.
ALSO = ("coverage", "small_talk", "english", "information", "in_scope", "out_of_scope", "own_case")
_log_odds = partial(log_odds, least=1e-3)


@cache
def section_weights(path: Path = WEIGHTS) -> Mapping[str, float]:
    """The shipped weights: of each feature, and the bias.

    Raises:
        ModelError: the file is missing or damaged.
    """
    try:
        return {str(name): float(weight) for name, weight in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ModelError(f"{path} holds no weights ({error}); install Heed anew") from error


def section_probability(features: Mapping[str, float]) -> float:
    """How likely a section is what is to be said, from its features."""
    weights = section_weights()
    score = weights[BIAS] + sum(weights[name] * value for name, value in features.items())
    return 0.5 + 0.5 * math.tanh(score / 2)  # the logistic function, which so never overflows


def section_features(chances: Mapping[Kind, float], of: Mapping[str, float], sure: float, section: SectionSeen) -> dict[str, float]:
    """What the probability is made of.

    Args:
        chances: of each outcome, by the decision's own weights, as if there were no documents.
        of: the features that these come from (`bot.decisions.observation.features`).
        sure: the probability of the first intent that has a template.
        section: the best section.
    """
    fit, standing, beside, quoted = section
    foreign, things, share = float(not standing.same_language), quoted.things, _log_odds(standing.share)
    return {
        **{f"chance_{kind}": _log_odds(chance) for kind, chance in chances.items()},
        **{name: of[name] for name in ALSO},
        "intent": _log_odds(sure),
        "interaction": fit.interaction,
        "weakest": fit.weakest,
        "gap": fit.gap,
        "similarity": fit.similarity,
        "answer_similarity": fit.answer_similarity,
        "words": fit.coverage,
        "shared": math.log1p(fit.shared),
        "lift": standing.lift,
        "lead": standing.lead,
        "share": share,
        "neutral": standing.neutral,
        "second": standing.second,
        "second_reads": float(standing.second != 0.0),
        "foreign_share": foreign * share,
        "foreign_neutral": foreign * standing.neutral,
        "foreign_interaction": foreign * fit.interaction,
        "thing": things.named,
        "thing_share": things.share,
        "thing_unmet": things.unmet,
        "thing_met": things.met,
        "like_said": standing.like_said,
        "same_language": float(standing.same_language),
        "beside_said": fit.interaction - of["interaction"],
        "beside_coverage": fit.interaction - of["coverage"],
        "beside_template": fit.interaction - beside.interaction,
        "similarity_beside_template": fit.answer_similarity - beside.similarity,
        "like_template": beside.likeness,
        "like_likely_template": beside.likeness * sure,
        **quoted.meets,
    }
