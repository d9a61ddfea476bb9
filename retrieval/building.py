"""Builds a passage index from mined pairs."""

import random
from collections.abc import Callable, Mapping, Sequence

import faiss
import numpy as np

from data.errors import DataError
from data.records import Pair
from data.script import language_of
from retrieval import calibration
from retrieval.encoder import Encoder
from retrieval.index import Floats, PassageIndex, answer_ids, question_ids
from retrieval.lexical import LexicalIndex
from retrieval.passages import fold, passage_of
from retrieval.pieces import piece_id, pieces
from retrieval.words import words

# Texts encoded between two reports of progress.
CHUNK = 256
# Past questions that are asked again to calibrate, and how alike two answers must be to count as the same.
TRIALS = 800
SAME_ANSWER = 0.5
# How alike an answer and a template must be to say the same.
SAME_AS_TEMPLATE = 0.6
# The same by shared words (Jaccard), for Chinese, which the default encoder can't read.
SAME_CHINESE_ANSWER = 0.2


def build(
    pairs: Sequence[Pair],
    encoder: Encoder,
    templates: Mapping[str, str] | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> PassageIndex:
    """Folds, encodes, indexes and calibrates.

    Args:
        pairs: mined pairs; the same pair twice counts once.
        encoder: makes the vectors; only an index built with the same encoder can be searched with it.
        templates: what the company's templates say, by intent; passages that say the same are linked to them.
        report: is called with the texts encoded so far and all there are.

    Raises:
        DataError: there are no pairs.
    """
    pairs = list({pair.id: pair for pair in pairs}.values())
    if not pairs:
        raise DataError("there are no question/answer pairs to index; the logs need dialogues in which an agent answers a customer")
    groups = fold(pairs)
    group_of = {place: number for number, group in enumerate(groups) for place in group}
    tried = random.Random(0).sample(range(len(pairs)), min(TRIALS, len(pairs)))
    questions, answers = [pieces(pair.question) for pair in pairs], [pieces(pair.answer) for pair in pairs]
    embed = _Reporting(encoder, report, total=sum(map(len, questions + answers)) + len(tried) + len(templates or {}))
    index = PassageIndex(
        pairs=pairs,
        passages=[],
        passage_of=[group_of[place] for place in range(len(pairs))],
        questions=_faiss(pairs, questions, embed),
        answers=_faiss(pairs, answers, embed),
        lexical=LexicalIndex.build([f"{pair.question} {pair.answer}" for pair in pairs]),
        weights={},
        encoder_hash=encoder.encoder_hash,
    )
    linked = _linked([_whole_answer(index, group[0]) for group in groups], templates or {}, embed)
    index.passages = [passage_of([pairs[place] for place in group], template) for group, template in zip(groups, linked)]
    index.weights = calibration.fit(_trials(index, tried, embed))
    return index


def _whole_answer(index: PassageIndex, place: int) -> Floats:
    """The vector (D,) of an entry's whole answer."""
    return np.asarray(index.answers.reconstruct(answer_ids(index.pairs[place])[0]))


def _linked(answers: Sequence[Floats], templates: Mapping[str, str], embed: Callable[[Sequence[str]], Floats]) -> list[str | None]:
    """For each answer the template that says the same, if one does."""
    if not templates:
        return [None] * len(answers)
    intents = list(templates)
    likeness = np.stack(answers) @ embed([templates[intent] for intent in intents]).T  # (N, C)
    best = likeness.argmax(axis=1)
    return [intents[place] if likeness[row, place] >= SAME_AS_TEMPLATE else None for row, place in enumerate(best)]


def _faiss(pairs: Sequence[Pair], texts: Sequence[Sequence[str]], embed: Callable[[Sequence[str]], Floats]) -> faiss.Index:
    """An exact index of all pieces by inner product, which for vectors of length 1 is their cosine, by content ids."""
    flat = [piece for group in texts for piece in group]
    numbers = [piece_id(pair.id, piece) for pair, group in zip(pairs, texts) for piece in group]
    vectors = embed(flat)  # (N, D)
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    index.add_with_ids(vectors, np.array(numbers, dtype=np.int64))
    return index


class _Reporting:
    """An encoder that reports how far it is."""

    def __init__(self, encoder: Encoder, report: Callable[[int, int], None], total: int) -> None:
        self.encoder, self.report, self.total, self.done = encoder, report, total, 0

    def __call__(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.encoder.width), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(texts), CHUNK):
            rows = order[start : start + CHUNK]
            vectors[rows] = self.encoder.embed([texts[row] for row in rows])
            self.done += len(rows)
            self.report(self.done, self.total)
        return vectors


def _trials(index: PassageIndex, tried: Sequence[int], embed: Callable[[Sequence[str]], Floats]) -> list[calibration.Trial]:
    """Asks past questions again, whole and shortened; all hits count, not only the first."""
    place_of = {pair.answer: place for place, pair in enumerate(index.pairs)}
    chance = random.Random(1)
    shortened = [_shorten(index.pairs[place].question, chance) for place in tried]

    trials = []
    for place, short, short_vector in zip(tried, shortened, embed(shortened)):
        pair = index.pairs[place]
        whole_vector = np.asarray(index.questions.reconstruct(question_ids(pair)[0]))
        for text, vector in ((pair.question, whole_vector), (short, short_vector)):
            for hit in index.search(vector, text, k=3, without_dialogue=pair.dialogue):
                if (language := language_of(pair.question)) == "zh":
                    right = _shared_words(pair.answer, hit.passage.text) >= SAME_CHINESE_ANSWER
                else:
                    right = float(_whole_answer(index, place) @ _whole_answer(index, place_of[hit.passage.text])) >= SAME_ANSWER
                trials.append(calibration.Trial(language, hit.features, right))
    return trials


def _shared_words(one: str, other: str) -> float:
    """Jaccard similarity of the words of two texts."""
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / max(1, len(mine | theirs))


def _shorten(question: str, chance: random.Random) -> str:
    """One to four of a question's words, in their order."""
    said = list(dict.fromkeys(words(question))) or [question]
    kept = set(chance.sample(range(len(said)), min(len(said), chance.randint(1, 4))))
    return " ".join(word for place, word in enumerate(said) if place in kept)
