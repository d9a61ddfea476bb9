"""Whether a section of a document is what is to be said.

The decision's weights are fitted on what a company's logs teach; of documents nothing is known there. So what they come to is weighed once
more, beside how the best section meets the question, and how it stands beside the first template and the best past answer: gradient-boosted
trees give the probability that the section answers (Friedman 2001, “Greedy Function Approximation: A Gradient Boosting Machine”).
`python -m bench.documents.fitting` fits them, which all companies share.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from bot.decisions.log_odds import log_odds
from retrieval.fitted import fitted_arrays

if TYPE_CHECKING:
    from bot.decisions.observation import SectionSeen
    from bot.decisions.weights import Kind

FITTED = Path(__file__).with_name("sections.safetensors")
# Of what is known of a question, what tells here, too.
ALSO = ("coverage", "small_talk", "english", "information", "in_scope", "out_of_scope", "own_case")
_log_odds = partial(log_odds, least=1e-3)


@dataclass(frozen=True)
class Trees:
    """T trees of up to N nodes each; node 0 is a tree's root, and a leaf leads to itself.

    Attributes:
        names: of the features, a line each, in UTF-8 (L,).
        feature: which feature each node asks, by its place among these (T, N).
        threshold: up to which value it goes left (T, N).
        left, right: the nodes to which it goes (T, N).
        value: what a leaf adds to the log-odds (T, N).
        begin: the log-odds before any tree (1,).
    """

    names: NDArray[np.uint8]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]
    begin: NDArray[np.float32]

    @classmethod
    @cache
    def load(cls, file: Path = FITTED) -> Trees:
        """Reads what `save` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        with fitted_arrays(file, "python -m bench.documents.fitting") as arrays:
            return cls(**arrays)

    def save(self, file: Path = FITTED) -> None:
        """Writes them as `load` reads them."""
        save_file({each.name: np.ascontiguousarray(getattr(self, each.name)) for each in fields(self)}, file)

    def log_odds(self, of: Mapping[str, float]) -> float:
        """What they come to for the features of one section, by their names."""
        features = np.array([of[name] for name in self._order], dtype=np.float32)  # (F,)
        trees = np.arange(len(self.feature))
        node = np.zeros(len(trees), dtype=np.int16)
        while True:
            below = np.where(
                features[self.feature[trees, node]] <= self.threshold[trees, node], self.left[trees, node], self.right[trees, node]
            )
            if np.array_equal(below, node):
                return float(self.begin[0] + self.value[trees, node].sum(dtype=np.float64))
            node = below

    @cached_property
    def _order(self) -> list[str]:
        return self.names.tobytes().decode().splitlines()


def section_probability(features: Mapping[str, float]) -> float:
    """How likely a section is what is to be said, from its `section_features`."""
    score = Trees.load().log_odds(features)
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
    things = quoted.things
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
        "share": _log_odds(standing.share),
        "neutral": standing.neutral,
        "second": standing.second,
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
        **quoted.meets,
    }
