"""Fits the decision's weights on questions whose right outcome is known, with other weights as the prior.

Maximum a posteriori of a multinomial logistic regression under a Gaussian prior around the shipped weights (Bishop 2006, “Pattern
Recognition and Machine Learning”, section 4.5): a company with few questions stays near what holds for all, one with many learns its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.decisions.weights import Kind, Weights, shipped_learnt
from data.records import content_id

Floats = NDArray[np.float64]
KINDS: tuple[Kind, ...] = get_args(Kind)
# The prior is worth so many questions.
STRENGTH = 10.0
BIAS = "bias"
# What a reviewed question that nobody can answer counts at least, where there are more of them than of questions with a past answer.
LEAST_HANDED_OVER = 0.75


class Trial(NamedTuple):
    """A question that was asked as if it had never been seen.

    Attributes:
        features: of its observation (`bot.decisions.observation.features`).
        right: the outcome that would have been right.
        weight: how much it counts: a question that a person has reviewed more than one that was labelled by rule.
        text: the question.
        expected: the outcome that is expected, where that isn't `right`: a template or passage that doesn't come first can't be said.
        intent: the template that is expected; empty if another kind of answer is.
    """

    features: Mapping[str, float]
    right: Kind
    weight: float = 1.0
    text: str = ""
    expected: Kind | None = None
    intent: str = ""


def fit(trials: Sequence[Trial], prior: Weights | None = None, strength: float = STRENGTH) -> Weights:
    """The weights that make the right outcomes likeliest.

    Args:
        trials: the questions; their features have the same names.
        prior: where the weights start and are held; none for zero, as when the shipped weights are made.
        strength: how firmly, in questions.

    Returns:
        For each kind of outcome the weight of each feature, and the bias. `prior` itself where there are no trials.
    """
    if not trials:
        return prior or {}
    names = list(trials[0].features)
    inputs = np.array([[trial.features[name] for name in names] for trial in trials])  # (N, F)
    counted = np.array([trial.weight > 0 for trial in trials])
    # A feature that no question which counts has stands at 0 then, and its weight stays what it is.
    mean, scale = inputs[counted if counted.any() else slice(None)].mean(axis=0), inputs.std(axis=0) + 1e-6
    rows = np.hstack([(inputs - mean) / scale, np.ones((len(trials), 1))])  # (N, F + 1)
    right = np.array([KINDS.index(trial.right) for trial in trials])
    counts = np.array([trial.weight for trial in trials])
    counts[(right == KINDS.index("hand_over")) & (counts >= 1.0)] *= _handed_over(trials)
    start = _standardised(prior, names, mean, scale)  # (F + 1, K)
    held = 0.0 if prior is None else 1.0

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(start.shape)
        scores = rows @ weights  # (N, K)
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        wrong = np.exp(logs)
        wrong[np.arange(len(right)), right] -= 1
        away = weights - start
        away[-1] *= held  # without a prior, the bias is free
        value = -float(counts @ logs[np.arange(len(right)), right]) + strength / 2 * float((away**2).sum())
        return value, (rows.T @ (counts[:, None] * wrong) + strength * away).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x.reshape(start.shape)
    slopes = found[:-1] / scale[:, None]  # (F, K)
    biases = found[-1] - mean @ slopes  # (K,)
    return {
        kind: {**{name: round(float(slope), 4) for name, slope in zip(names, slopes[:, column])}, BIAS: round(float(biases[column]), 4)}
        for column, kind in enumerate(KINDS)
    }


def own_weights(trials: Sequence[Trial], shipped: Weights) -> Weights:
    """A model's own weights: the shipped ones, fitted on those of its questions that these haven't learnt.

    The shipped weights have learnt the sample shop's questions in two ways: as its classifier knows them, and as one does to which half of
    the intents are new. Learnt once more by a classifier that knows them well, they would outweigh what is known of new intents.
    Nor is it learnt from an intent's few examples how such an intent is met: left out to be asked, each leaves it with fewer still, and the
    handful of them would be all that tells the weight of being few.
    """
    learnt = shipped_learnt()

    def counts(trial: Trial) -> bool:
        return content_id(trial.text) not in learnt and not trial.features.get("few")

    # The others count nothing, and say all the same how far features lie apart.
    return fit([trial if counts(trial) else trial._replace(weight=0.0) for trial in trials], shipped)


def _handed_over(trials: Sequence[Trial]) -> float:
    """What each reviewed question counts that nobody can answer: together no more than those with a past answer.

    Near misses are collected on purpose. As many as of them, customers don't ask; taken as they come, they would make a model too careful.
    """
    handed_over, passages = (sum(trial.right == kind and trial.weight >= 1.0 for trial in trials) for kind in ("hand_over", "passage"))
    return min(1.0, max(LEAST_HANDED_OVER, passages / handed_over)) if handed_over and passages else 1.0


def _standardised(prior: Weights | None, names: Sequence[str], mean: Floats, scale: Floats) -> Floats:
    """Weights of features as they come, made into weights of standardised features (F + 1, K), the bias last."""
    weights = np.zeros((len(names) + 1, len(KINDS)))
    if prior:
        for column, kind in enumerate(KINDS):
            own = np.array([prior[kind].get(name, 0.0) for name in names])
            weights[:-1, column] = own * scale
            weights[-1, column] = prior[kind].get(BIAS, 0.0) + float(own @ mean)
    return weights
