"""The probability that a passage answers, learned from the log itself.

Each past question is asked again with its own dialogue left out, once whole and once as a few of its words, as customers
also ask. A passage that says nearly what the agent really answered counts as right, any other as wrong. So a few words that
could mean anything come out as wrong, and a few that could not as right. A logistic regression over what the search knows
gives the probability, one for each language: an encoder's similarity is worth much in a language that it reads, and nothing
in another.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

# Below this, a log says too little about itself, and the weights below are used.
FEWEST_QUESTIONS = 50
# Fitted on the sample logs: similarity, answer's similarity, coverage, agreement, rarity of what is shared, bias.
PRIOR_WEIGHTS = (1.6, 1.8, 0.3, 3.9, 1.1, -6.5)
# The key of the weights for a language that the log says too little in: fitted on all of it.
OTHER = "other"

Weights = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Trial:
    """One past question asked again: what the search knew of a passage, and whether that was right."""

    language: str
    features: tuple[float, ...]
    right: bool


def probability(features: Sequence[float], weights: Sequence[float]) -> float:
    """Logistic regression: the probability that a passage with these features (F,) answers, under weights (F + 1,)."""
    *slopes, bias = weights
    return 0.5 + 0.5 * math.tanh((sum(map(mul, features, slopes)) + bias) / 2)  # the logistic function, which so never overflows


def fit(trials: Sequence[Trial]) -> dict[str, list[float]]:
    """Weights for `probability`, the bias last, for each language with enough trials, and for `OTHER`."""
    languages = Counter(trial.language for trial in trials)
    enough = sorted(language for language, number in languages.items() if number >= FEWEST_QUESTIONS)
    return {
        **{language: _fit([trial for trial in trials if trial.language == language]) for language in enough},
        OTHER: _fit(trials),
    }


def weights_for(language: str, weights: Weights) -> Sequence[float]:
    """The weights (F + 1,) for a question in this language; an index without any has the prior ones."""
    return weights.get(language) or weights.get(OTHER) or PRIOR_WEIGHTS


def _fit(trials: Sequence[Trial]) -> list[float]:
    if len(trials) < FEWEST_QUESTIONS or len({trial.right for trial in trials}) < 2:
        return list(PRIOR_WEIGHTS)
    from sklearn.linear_model import LogisticRegression  # slow to import, and only building needs it

    # Balanced, as if every other question had been asked before: left out, a dialogue leaves many without any answer.
    model = LogisticRegression(C=10.0, max_iter=1_000, class_weight="balanced")
    model.fit([trial.features for trial in trials], [trial.right for trial in trials])
    return [*map(float, model.coef_[0]), float(model.intercept_[0])]
