"""Builds a passage index from mined pairs, and makes new pairs ready for one that is there."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from data.errors import DataError
from data.languages import language_of
from data.records import Pair
from retrieval.building.chunks import pieces
from retrieval.building.contradictions import contradiction
from retrieval.building.deduplication import fold, same_answer
from retrieval.encoder import Encoder
from retrieval.lexical.bm25 import LexicalIndex
from retrieval.lexical.words import words
from retrieval.search import calibration
from retrieval.search.entries import Addition, Entry, newest_first
from retrieval.search.index import PassageIndex
from retrieval.vectors.backends import build_vectors
from retrieval.vectors.interface import Floats, VectorIndex, pair_of, piece_ids
from retrieval.vectors.settings import VectorSettings

Report = Callable[[int, int], None]
EmbedBatches = Callable[[Iterable[Sequence[str]]], Iterator[Floats]]

# Texts encoded between two reports of progress.
CHUNK = 256
# Pairs of a lower quality are not indexed (`data.mining.quality`).
POOREST = 0.2
# Past questions that are asked again to calibrate, and how alike two answers must be to count as the same.
TRIALS = 800
SAME_ANSWER = 0.5
# How alike an answer and a template must be to say the same.
SAME_AS_TEMPLATE = 0.6
# The same by shared words (Jaccard), for Chinese, which the default encoder can't read.
SAME_CHINESE_ANSWER = 0.2
# How alike two questions must be to be one, whose answers may contradict each other; and how many of them are looked at.
SAME_QUESTION = 0.8
COMPARED = 5


def build(
    pairs: Sequence[Pair],
    encoder: Encoder,
    templates: Mapping[str, str] | None = None,
    report: Report = lambda done, total: None,
    settings: VectorSettings | None = None,
    embed_batches: EmbedBatches | None = None,
) -> PassageIndex:
    """Folds, encodes, indexes and calibrates.

    Args:
        pairs: mined pairs; the same pair twice counts once, and the poorest are left out.
        encoder: makes the vectors; only an index built with the same encoder can be searched with it.
        templates: what the company's templates say, by intent; passages that say the same are linked to them.
        report: is called with the texts encoded so far and all there are.
        settings: how the vectors are kept.
        embed_batches: the encoder once more, spread over cores or machines.

    Raises:
        DataError: there are no pairs.
    """
    pairs = worth_indexing(pairs)
    if not pairs:
        raise DataError("there are no question/answer pairs to index; the logs need dialogues in which an agent answers a customer")
    tried = random.Random(0).sample(range(len(pairs)), min(TRIALS, len(pairs)))
    questions, answers = [pieces(pair.question) for pair in pairs], [pieces(pair.answer) for pair in pairs]
    total = sum(map(len, questions + answers)) + len(tried) + len(templates or {})
    embed = _Reporting(encoder, report, total, embed_batches)
    question_vectors, answer_vectors = (_vectors(pairs, texts, embed, settings) for texts in (questions, answers))
    wholes = answer_vectors.vectors(np.array([pair.id for pair in pairs], dtype=np.int64))  # (N, D)
    links = _linked(wholes, templates or {}, embed)
    passages = {place: pairs[group[0]].id for group in fold(pairs) for place in group}
    outdated = _outdated(pairs, passages, question_vectors)
    index = PassageIndex(
        entries=[
            Entry(pair, passages[place], (len(questions[place]), len(answers[place])), links[place], outdated.get(pair.id))
            for place, pair in enumerate(pairs)
        ],
        questions=question_vectors,
        answers=answer_vectors,
        lexical=LexicalIndex.build(
            np.array([pair.id for pair in pairs], dtype=np.int64), [f"{pair.question} {pair.answer}" for pair in pairs]
        ),
        weights={},
        encoder_hash=encoder.encoder_hash,
    )
    index.weights = calibration.fit(_trials(index, [pairs[place] for place in tried], embed))
    return index


def worth_indexing(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs without the poorest; the same pair twice counts once."""
    return list({pair.id: pair for pair in pairs if pair.quality >= POOREST}.values())


def additions(
    index: PassageIndex,
    pairs: Sequence[Pair],
    encoder: Encoder,
    templates: Mapping[str, str] | None = None,
    report: Report = lambda done, total: None,
) -> Iterator[Addition]:
    """What `PassageIndex.add` needs for new pairs; those that the index has already are passed over.

    Each is to be added before the next is asked for, so that two new answers that are the same become one passage.
    """
    pairs = [pair for pair in worth_indexing(pairs) if pair.id not in index.entries]
    split = [(pieces(pair.question), pieces(pair.answer)) for pair in pairs]
    embed = _Reporting(encoder, report, total=sum(len(question) + len(answer) for question, answer in split) + len(templates or {}))
    vectors = iter(embed([piece for question, answer in split for piece in (*question, *answer)]))
    ready = [tuple(np.stack([next(vectors) for _ in texts]) for texts in both) for both in split]
    links = _linked(np.stack([answer[0] for _, answer in ready]), templates or {}, embed) if pairs else []
    for pair, (question, answer), link in zip(pairs, ready, links):
        _, ids = index.answers.search(answer[0], COMPARED)
        near = (index.entries[number] for number in pair_of(ids).tolist() if number in index.entries)
        passage = next((entry.passage for entry in near if same_answer(entry.pair.answer, pair.answer)), pair.id)
        yield Addition(Entry(pair, passage, (len(question), len(answer)), link), question, answer)


def _vectors(
    pairs: Sequence[Pair], texts: Sequence[Sequence[str]], embed: Callable[[Sequence[str]], Floats], settings: VectorSettings | None
) -> VectorIndex:
    """The vectors of all pieces, under the ids that their pairs give them."""
    ids = np.concatenate([piece_ids(pair.id, len(group)) for pair, group in zip(pairs, texts)])
    return build_vectors(ids, embed([piece for group in texts for piece in group]), settings or VectorSettings())


def _linked(answers: Floats, templates: Mapping[str, str], embed: Callable[[Sequence[str]], Floats]) -> list[str | None]:
    """For each answer (N, D) the template that says the same, if one does."""
    if not templates:
        return [None] * len(answers)
    intents = list(templates)
    likeness = answers @ embed([templates[intent] for intent in intents]).T  # (N, C)
    best = likeness.argmax(axis=1)
    return [intents[place] if likeness[row, place] >= SAME_AS_TEMPLATE else None for row, place in enumerate(best)]


def _outdated(pairs: Sequence[Pair], passages: Mapping[int, int], questions: VectorIndex) -> dict[int, str]:
    """Which pairs a newer answer to the same question contradicts, and how."""
    by_id = {pair.id: place for place, pair in enumerate(pairs)}
    found: dict[int, str] = {}
    wholes = questions.vectors(np.array([pair.id for pair in pairs], dtype=np.int64))  # (N, D)
    for place, pair in enumerate(pairs):
        similarities, ids = questions.search(wholes[place], COMPARED)
        for other in {by_id[number] for number in pair_of(ids[similarities >= SAME_QUESTION]).tolist()}:
            newer, older = newest_first([pairs[other], pair])
            comparable = older is pair and newer.date != older.date and passages[other] != passages[place]
            if comparable and (why := contradiction(older.answer, newer.answer)):
                found[pair.id] = why
    return found


class _Reporting:
    """An encoder that reports how far it is."""

    def __init__(self, encoder: Encoder, report: Report, total: int, embed_batches: EmbedBatches | None = None) -> None:
        self.encoder, self.report, self.total, self.done = encoder, report, total, 0
        self.embed_batches = embed_batches or partial(map, encoder.embed)

    def __call__(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.encoder.width), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        chunks = [order[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
        for rows, embedded in zip(chunks, self.embed_batches([texts[row] for row in rows] for rows in chunks)):
            vectors[rows] = embedded
            self.done += len(rows)
            self.report(self.done, self.total)
        return vectors


def _trials(index: PassageIndex, tried: Sequence[Pair], embed: Callable[[Sequence[str]], Floats]) -> list[calibration.Trial]:
    """Asks past questions again, whole and shortened; all hits count, not only the first."""
    chance = random.Random(1)
    shortened = [_shorten(pair.question, chance) for pair in tried]

    def whole_answer(pair: int) -> Floats:
        return index.answers.vectors(piece_ids(pair, 1))  # (1, D)

    said_by = {index.passage(number).text: index.entries[members[0]].pair.id for number, members in index.passages.items()}
    trials = []
    for pair, short, short_vector in zip(tried, shortened, embed(shortened)):
        whole_vector = index.questions.vectors(piece_ids(pair.id, 1))[0]
        for text, vector in ((pair.question, whole_vector), (short, short_vector)):
            for hit in index.search(index.read(text, vector), k=3, without_dialogue=pair.dialogue):
                if (language := language_of(pair.question)) == "zh":
                    right = _shared_words(pair.answer, hit.passage.text) >= SAME_CHINESE_ANSWER
                else:
                    right = float((whole_answer(pair.id) @ whole_answer(said_by[hit.passage.text]).T).item()) >= SAME_ANSWER
                trials.append(calibration.Trial(language, hit.fit.features, right))
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
