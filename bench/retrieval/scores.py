"""How well replies fit questions, by several systems: matrices of scores (N questions, M replies)."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction.text import TfidfVectorizer

from retrieval.lexical.bm25 import LexicalIndex
from retrieval.lexical.words import words

Floats = NDArray[np.float32]
Scores = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Floats]

FUSION = 60


def tf_idf(training: Sequence[str], questions: Sequence[str], answers: Sequence[str]) -> Scores:
    vectorizer = TfidfVectorizer(sublinear_tf=True, tokenizer=words, token_pattern=None)
    vectorizer.fit(training)
    return np.asarray((vectorizer.transform(questions) @ vectorizer.transform(answers).T).toarray())


def bm25(training: Sequence[str], questions: Sequence[str], answers: Sequence[str]) -> Scores:
    """BM25 scores; rarities are those of the training texts."""
    rarity = LexicalIndex.build(np.arange(len(training), dtype=np.int64), training)
    split = [words(answer) for answer in answers]
    mean = float(np.mean([len(said) for said in split]))
    places: dict[str, list[tuple[int, float]]] = {}
    for place, said in enumerate(split):
        for word in set(said):
            count = said.count(word)
            places.setdefault(word, []).append((place, count / (count + 1.5 * (0.25 + 0.75 * len(said) / mean))))
    scores = np.zeros((len(questions), len(answers)))
    for row, question in enumerate(questions):
        for word, weight in rarity.weigh(question).items():
            for place, share in places.get(word, ()):
                scores[row, place] += weight * share
    return scores


def dense(embed: Embed, questions: Sequence[str], answers: Sequence[str]) -> Scores:
    """Cosines of sentence vectors."""
    return np.asarray(embed(questions) @ embed(answers).T, dtype=np.float64)


def fused(one: Scores, other: Scores, weight: float = 1) -> Scores:
    """Reciprocal rank fusion of scores (N, C) of the same candidates, the second weighed more."""
    places = [(-scores).argsort(axis=1).argsort(axis=1) for scores in (one, other)]
    return 1 / (FUSION + places[0]) + weight / (FUSION + places[1])


def learned_weights(several: Sequence[Scores]) -> NDArray[np.float64]:
    """What each system's scores (N, C), whose first column is the true reply's, are worth (S,), so that it is likeliest."""
    stacked = np.stack(several)  # (S, N, C)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.einsum("s,snc->nc", weights, stacked)
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        wrong = shares.copy()
        wrong[:, 0] -= 1
        return -float(np.log(shares[:, 0] + 1e-12).mean()), np.einsum("nc,snc->s", wrong, stacked) / len(scores)

    spread = stacked.std(axis=(1, 2))
    return np.asarray(minimize(loss, 1 / spread, jac=True, method="L-BFGS-B").x)


def weighed(several: Sequence[Scores], weights: NDArray[np.float64]) -> Scores:
    return np.asarray(np.einsum("s,snc->nc", weights, np.stack(several)))
