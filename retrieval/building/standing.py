"""Which sentences of an agent's answer may be quoted to another customer: those that stand by themselves and speak of no one's case.

A support vector machine (Cortes & Vapnik 1995) with a Gaussian kernel over the wording's cues (`data.mining.standing_cues`) and the
sentence's vector by multilingual-e5-small; `bench.retrieval.standing` fits it on labelled sentences, and measures it. A wrong quotation
is worse than a missing one, so that it is asked to be sure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from data.languages import HAN, sentences_of
from data.mining.cutting import without_end, without_front
from data.mining.standing_cues import cues, leans, never_stands, says_little
from data.records import Pair
from retrieval.building.remembered_vectors import RememberedVectors
from retrieval.building.subjects import Subject, subjects_of
from retrieval.fitted import fitted_arrays
from retrieval.lexical.amounts import says_measure
from retrieval.vectors.interface import Floats

FITTED = Path(__file__).with_name("standing.safetensors")
# What the parts of the features are worth beside each other: standardised cues, a sentence's vector, its cosine with the question.
CUES, VECTOR, COSINE = 0.7, 19.0, 0.7
# The score from which on a sentence that says a measure is taken to stand where it is known what it measures: “25 kg on each board.”
LEAST_NAMED = 0.1
# How much nearer to the question, in cosines of e5, a sentence is that answered it, if it is left out.
FARTHER = 0.12
Embed = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True)
class StandingDetector:
    """What was fitted.

    Attributes:
        support: the examples that the border leans on (S, F).
        weights: theirs (S,).
        bias: of the score.
        mean, spread: of cues and cosine (C,), by which they are standardised.
        gamma: how narrow the kernel is.
        least: the score from which on a sentence is taken to stand.
    """

    support: Floats
    weights: Floats
    bias: float
    mean: Floats
    spread: Floats
    gamma: float
    least: float

    @classmethod
    @cache
    def load(cls, file: Path = FITTED) -> "StandingDetector":
        """Reads what `save` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        with fitted_arrays(file, "python -m bench.retrieval.standing") as kept:
            arrays = {name: array.astype(np.float32) for name, array in kept.items()}
            bias, gamma, least = (float(arrays[name][0]) for name in ("bias", "gamma", "least"))
            return cls(arrays["support"], arrays["weights"], bias, arrays["mean"], arrays["spread"], gamma, least)

    def save(self, file: Path = FITTED) -> None:
        """Writes it in half precision."""
        numbers = {name: np.array([getattr(self, name)], dtype=np.float32) for name in ("bias", "gamma", "least")}
        arrays = {name: getattr(self, name).astype(np.float16) for name in ("support", "weights")}
        save_file({**numbers, **arrays, "mean": self.mean, "spread": self.spread}, file)

    def scores(self, sentences: Sequence[str], questions: Sequence[str], embed: Embed) -> Floats:
        """How surely sentences (N) stand (N,), each from an answer to a question; above 0 is likelier than not."""
        wordings, vectors = features(sentences, questions, embed)
        scaled = weighed((wordings - self.mean) / self.spread, vectors)  # (N, F)
        square = (scaled**2).sum(axis=1)[:, None] + (self.support**2).sum(axis=1) - 2 * scaled @ self.support.T  # (N, S)
        return np.asarray(np.exp(-self.gamma * square) @ self.weights + self.bias, dtype=np.float32)

    def quotable(self, pairs: Sequence[Pair], embed: Embed, subjects: Sequence[Subject] | None = None) -> list[Pair]:
        """The pairs with what of their answers may be quoted to others; those of which nothing may be are left out.

        A sentence that leans on what its dialogue is about is quoted under that name.

        Args:
            pairs: with whole answers.
            embed: reads sentences.
            subjects: what they are about; by default, as far as the pairs themselves tell.
        """
        embed = RememberedVectors(embed)  # sentences and questions are looked at twice
        texts = [list(filter(None, map(cut, sentences_of(pair.answer)))) for pair in pairs]
        about = subjects_of(pairs) if subjects is None else subjects
        doubted = [_doubted(sentences, bool(subject.name)) for sentences, subject in zip(texts, about)]  # others needn't be read
        asked = [pair.question for pair, doubts in zip(pairs, doubted) for doubt in doubts if doubt]
        read = [sentence for sentences, doubts in zip(texts, doubted) for sentence, doubt in zip(sentences, doubts) if doubt]
        scored = iter(self.scores(read, asked, embed).tolist() if asked else ())
        scores = [[next(scored) if doubt else -np.inf for doubt in doubts] for doubts in doubted]
        kept = [_kept(sentences, of, self.least, bool(subject.name)) for sentences, of, subject in zip(texts, scores, about)]
        answering = still_answering([pair.question for pair in pairs], texts, kept, embed)
        return [
            _quoted(pair, sentences, stays, subject, any(stay and score < self.least for stay, score in zip(stays, of)))
            for pair, sentences, stays, of, subject, answers in zip(pairs, texts, kept, scores, about, answering)
            if answers
        ]


def cut(sentence: str) -> str:
    """A sentence without what at its beginning and at its end was meant for one customer only."""
    text = without_front(sentence)
    return without_end(text) or text


def features(sentences: Sequence[str], questions: Sequence[str], embed: Embed) -> tuple[Floats, Floats]:
    """Cues with the cosine to the question as the last (N, C), and vectors (N, D) of sentences from answers to questions."""
    vectors = embed(sentences)
    distinct = list(dict.fromkeys(questions))
    of_question = dict(zip(distinct, embed(distinct)))
    cosines = [float(vector @ of_question[question]) for vector, question in zip(vectors, questions)]
    wordings = np.stack([cues(sentence, question) for sentence, question in zip(sentences, questions)])
    return np.concatenate([wordings, np.array(cosines, dtype=np.float32)[:, None]], axis=1), vectors


def weighed(standardised: Floats, vectors: Floats) -> Floats:
    """Features (N, F) from standardised cues (N, C) and vectors (N, D)."""
    parts = (standardised[:, :-1] * CUES, vectors * VECTOR, standardised[:, -1:] * COSINE)
    return np.asarray(np.concatenate(parts, axis=1), dtype=np.float32)


def _doubted(sentences: Sequence[str], about: bool) -> list[bool]:
    """Which of an answer's sentences may be quoted, as far as their wording goes: one that leans on the one before goes with it.

    Args:
        sentences: in their order.
        about: whether it is known what the answer speaks of, so that the first may lean on that.
    """
    doubted: list[bool] = []
    for sentence in sentences:
        doubted.append(not never_stands(sentence) and (not leans(sentence) or (doubted[-1] if doubted else about)))
    return doubted


def _kept(sentences: Sequence[str], scores: Sequence[float], least: float, about: bool) -> list[bool]:
    """Which sentences may be quoted; one that leans on the one before, or the first on what the answer speaks of, goes with it.

    Args:
        sentences: in their order.
        scores: how surely each stands.
        least: how surely it must; one that says a measure needs less where it is known what it measures.
        about: whether it is.
    """
    kept: list[bool] = []
    for sentence, score in zip(sentences, scores):
        stands = score >= (LEAST_NAMED if about and says_measure(sentence) else least)
        kept.append(stands and (not leans(sentence) or (kept[-1] if kept else about)))
    return kept


def _quoted(pair: Pair, sentences: Sequence[str], kept: Sequence[bool], subject: Subject, unsure: bool) -> Pair:
    """A pair with what may be quoted of it, and what that speaks of where it names nothing, leans on it, or hardly stands without."""
    answer = _joined(sentences, kept)
    under = subject.name and (subject.unsaid or leans(answer) or unsure) and subject.name.casefold() not in answer.casefold()
    said = subject.before(answer) if under else answer
    return replace(pair, answer=said, context=pair.answer, product=pair.product or subject.name or None)


def still_answering(questions: Sequence[str], texts: Sequence[Sequence[str]], kept: Sequence[Sequence[bool]], embed: Embed) -> list[bool]:
    """Of each answer, whether what is kept of its sentences still answers the question (N,): not where one that is left out did so far
    better, by e5's cosine. “We can't do it for you” without “in Klarna's own app you can” is the contrary of what was said.
    """
    left = [[not stays and not says_little(sentence) for sentence, stays in zip(*each)] for each in zip(texts, kept)]
    doubtful = [any(stays) and any(out) for stays, out in zip(kept, left)]
    read = {text: None for text, doubts in zip(texts, doubtful) if doubts for text in text} | {
        question: None for question, doubts in zip(questions, doubtful) if doubts
    }
    vectors = dict(zip(read, embed(list(read)))) if read else {}
    answering = []
    for question, sentences, stays, out, doubts in zip(questions, texts, kept, left, doubtful):
        nearest = [
            max(float(vectors[sentence] @ vectors[question]) for sentence, which in zip(sentences, of) if which)
            for of in ((stays, out) if doubts else ())
        ]
        answering.append(any(stays) if not nearest else nearest[1] - nearest[0] < FARTHER)
    return answering


def _joined(sentences: Sequence[str], kept: Sequence[bool]) -> str:
    chosen = [sentence for sentence, stays in zip(sentences, kept) if stays]
    return ("" if HAN.search("".join(chosen)) else " ").join(chosen)
