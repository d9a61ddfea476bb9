"""Builds a passage index from pairs, mined or of documents, and makes new pairs ready for one that is there."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from data.errors import DataError
from data.records import Pair
from retrieval.building.abolished import abolished
from retrieval.building.chunks import pieces
from retrieval.building.contradicted import contradicted
from retrieval.building.contradictions import contradiction
from retrieval.building.deduplication import fold, same_answer
from retrieval.building.trials import trials
from retrieval.encoder import Encoder
from retrieval.lexical.bm25 import LexicalIndex
from retrieval.search import calibration
from retrieval.search.entries import Addition, Entry, newest_first, read_closely
from retrieval.search.index import PassageIndex
from retrieval.storage.token_states import TokenStateStore
from retrieval.vectors.backends import build_vectors
from retrieval.vectors.interface import Floats, VectorIndex, pair_of, piece_ids
from retrieval.vectors.settings import VectorSettings

Report = Callable[[int, int], None]
EmbedBatches = Callable[[Iterable[Sequence[str]]], Iterator[Floats]]

# Texts encoded between two reports of progress.
CHUNK = 256
# Pairs of a lower quality are not indexed (`data.mining.quality`).
POOREST = 0.2
# Past questions that are asked again to calibrate.
TRIALS = 800
# How alike an answer and a template must be to say the same.
SAME_AS_TEMPLATE = 0.6
# How alike two questions must be to be one, whose answers may contradict each other; and how many of them are looked at.
SAME_QUESTION = 0.8
COMPARED = 5


class NothingToIndex(DataError):
    """There are no question/answer pairs, or none that are good enough."""


def build(
    pairs: Sequence[Pair],
    encoder: Encoder,
    templates: Mapping[str, str] | None = None,
    report: Report = lambda done, total: None,
    settings: VectorSettings | None = None,
    embed_batches: EmbedBatches | None = None,
    tokens: TokenStateStore | None = None,
    rules: Sequence[str] = (),
    known: Mapping[str, Floats] | None = None,
    calibrated: bool = True,
) -> PassageIndex:
    """Folds, encodes, indexes and calibrates.

    Args:
        pairs: mined pairs; the same pair twice counts once, and the poorest are left out.
        encoder: makes the vectors; only an index built with the same encoder can be searched with it.
        templates: what the company's templates say, by intent; passages that say the same are linked to them.
        report: is called with the texts encoded so far and all there are.
        settings: how the vectors are kept.
        embed_batches: the encoder once more, spread over cores or machines.
        rules: what the templates say in all their languages; an answer that gives another figure about the same is outdated.
        tokens: where the passages' token states are kept; if not given, in a temporary folder.
        known: the encoder's vectors (D,) of texts that were read before.
        calibrated: whether past questions are asked again, to learn how probably a passage answers; `calibrate` does it later.

    Raises:
        NothingToIndex: there are no pairs.
    """
    pairs = worth_indexing(pairs)
    if not pairs:
        raise NothingToIndex("there are no question/answer pairs to index; the logs need dialogues in which an agent answers a customer")
    pairs.sort(key=lambda pair: pair.document is not None)  # what was said first, in its order; then what is published
    said = sum(pair.document is None for pair in pairs)
    questions, answers = [pieces(pair.question) for pair in pairs], [pieces(pair.answer) for pair in pairs]
    trying = min(TRIALS, said) if calibrated else 0
    total = sum(map(len, questions + answers)) + trying + len(templates or {}) + len(pairs) + said
    embed = _Reporting(encoder, report, total, embed_batches, known)
    question_vectors, answer_vectors = (_vectors(pairs, texts, embed, settings) for texts in (questions, answers))
    ids = np.array([pair.id for pair in pairs], dtype=np.int64)  # (N,)
    wholes = answer_vectors.vectors(ids)  # (N, D)
    links = _linked(wholes, templates or {}, embed)
    groups = [*fold(pairs[:said]), *([said + position for position in group] for group in fold(pairs[said:]))]
    passages = {position: pairs[group[0]].id for group in groups for position in group}
    outdated = _outdated(pairs[:said], passages, question_vectors)
    outdated |= contradicted(pairs[:said], pairs[said:], question_vectors, answer_vectors, encoder) | abolished(
        pairs[:said], rules, encoder
    )
    entries = [
        Entry(pair, passages[position], (len(question), len(answer)), link, outdated.get(pair.id))
        for position, (pair, question, answer, link) in enumerate(zip(pairs, questions, answers, links))
    ]
    tokens = tokens or TokenStateStore(None, encoder.encoder_hash, encoder)
    tokens.write([text for pair in pairs for text in read_closely(pair)], embed.done_more)
    index = PassageIndex(
        entries=entries,
        questions=question_vectors,
        answers=answer_vectors,
        lexical=LexicalIndex.build(ids, [entry.text for entry in entries]),
        weights={},
        encoder_hash=encoder.encoder_hash,
        tokens=tokens,
    )
    if calibrated:
        calibrate(index, embed)
    return index


def calibrate(index: PassageIndex, embed: Callable[[Sequence[str]], Floats]) -> None:
    """Learns how probably a passage answers, from past questions that are asked again with their own dialogue left out."""
    pairs = [pair for pair in index.pairs if pair.document is None]
    tried = random.Random(0).sample(range(len(pairs)), min(TRIALS, len(pairs)))
    index.weights = calibration.fit(trials(index, [pairs[position] for position in tried], embed))


def worth_indexing(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs without the poorest; the same pair twice counts once."""
    return list({pair.id: pair for pair in pairs if pair.quality >= POOREST}.values())


def additions(
    index: PassageIndex,
    pairs: Sequence[Pair],
    encoder: Encoder,
    templates: Mapping[str, str] | None = None,
    report: Report = lambda done, total: None,
    rules: Sequence[str] = (),
) -> Iterator[Addition]:
    """What `PassageIndex.add` needs for new pairs; those that the index has already are passed over.

    Each is to be added before the next is asked for, so that two new answers that are the same become one passage.
    """
    pairs = [pair for pair in worth_indexing(pairs) if pair.id not in index.entries]
    split = [(pieces(pair.question), pieces(pair.answer)) for pair in pairs]
    embed = _Reporting(encoder, report, total=sum(len(question) + len(answer) for question, answer in split) + len(templates or {}))
    index.tokens.write([text for pair in pairs for text in read_closely(pair)])
    vectors = iter(embed([piece for question, answer in split for piece in (*question, *answer)]))
    ready = [tuple(np.stack([next(vectors) for _ in texts]) for texts in both) for both in split]
    links = _linked(np.stack([answer[0] for _, answer in ready]), templates or {}, embed) if pairs else []
    outdated = abolished([pair for pair in pairs if pair.document is None], rules, encoder)
    for pair, (question, answer), link in zip(pairs, ready, links):
        _, ids = index.answers.search(answer[0], COMPARED)
        near = (index.entries[number] for number in pair_of(ids).tolist() if number in index.entries)
        alike = (entry for entry in near if (entry.pair.document is None) == (pair.document is None))
        passage = next((entry.passage for entry in alike if same_answer(entry.pair.answer, pair.answer)), pair.id)
        yield Addition(Entry(pair, passage, (len(question), len(answer)), link, outdated.get(pair.id)), question, answer)


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
    return [intents[column] if likeness[row, column] >= SAME_AS_TEMPLATE else None for row, column in enumerate(best)]


def _outdated(pairs: Sequence[Pair], passages: Mapping[int, int], questions: VectorIndex) -> dict[int, str]:
    """Which pairs a newer answer to the same question contradicts, and how."""
    if not pairs:
        return {}
    by_id = {pair.id: position for position, pair in enumerate(pairs)}
    found: dict[int, str] = {}
    wholes = questions.vectors(np.array([pair.id for pair in pairs], dtype=np.int64))  # (N, D)
    for position, pair in enumerate(pairs):
        similarities, ids = questions.search(wholes[position], COMPARED)
        for other in {by_id[number] for number in pair_of(ids[similarities >= SAME_QUESTION]).tolist() if number in by_id}:
            newer, older = newest_first([pairs[other], pair])
            comparable = older is pair and newer.date != older.date and passages[other] != passages[position]
            if comparable and (why := contradiction(older.answer, newer.answer)):
                found[pair.id] = why
    return found


class _Reporting:
    """An encoder that reports how far it is."""

    def __init__(
        self,
        encoder: Encoder,
        report: Report,
        total: int,
        embed_batches: EmbedBatches | None = None,
        known: Mapping[str, Floats] | None = None,
    ) -> None:
        self.encoder, self.report, self.total, self.done = encoder, report, total, 0
        self.embed_batches = embed_batches or partial(map, encoder.embed)
        self.known = known or {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.encoder.width), dtype=np.float32)
        for position, text in enumerate(texts):
            if text in self.known:
                vectors[position] = self.known[text]
        unread = [position for position, text in enumerate(texts) if text not in self.known]
        self.done_more(len(texts) - len(unread))
        order = sorted(unread, key=lambda position: len(texts[position]))
        chunks = [order[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
        batches = ([texts[position] for position in positions] for positions in chunks)
        for positions, embedded in zip(chunks, self.embed_batches(batches)):
            vectors[positions] = embedded
            self.done_more(len(positions))
        return vectors

    def done_more(self, count: int) -> None:
        """So many texts were read besides."""
        self.done += count
        self.report(self.done, self.total)
