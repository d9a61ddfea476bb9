"""Builds, opens and changes a model's indexes: from the logs, with the encoders that each index belongs to."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from bot.models.corpora import Corpus, asked_in, corpus_for
from bot.models.encoders import TravellingEncoder, load_encoder
from bot.console import counting_bar, training_bar
from bot.domain import answering_templates
from bot.parallel import over_cores
from data.errors import DataError
from data.formats.files import BadRow
from data.mining.mine_logs import Mined, mine_logs
from data.records import Pair
from data.parallel import Map, batched
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.storage.manifest import Manifest
from retrieval.building.build import NothingToIndex, additions, build
from retrieval.search.index import PassageIndex
from retrieval.search.entries import Query
from retrieval.storage.live import LiveIndex
from retrieval.vectors.settings import VectorSettings
from bot.domain import LOGS

# Pairs that are encoded and written at a time when they are added.
BATCH = 256


def open_index(corpus: Corpus, main: LiveIndex | None = None) -> LiveIndex:
    """The index of a corpus; built first if there is none yet.

    Args:
        corpus: whose index it is.
        main: the open main index, from whose pairs a language's is built; without it, `data/logs` are mined.

    Raises:
        HeedError: the encoder, the logs or the index can't be used, or nothing was ever asked in the language.
    """
    if not corpus.is_there:
        pairs = main.ask(lambda index: index.pairs) if main else _mined(LOGS).pairs
        if _build(corpus, pairs) is None:
            raise DataError(f"the past dialogues hold no question in it that was answered ({corpus.language})")
    return LiveIndex(corpus.folder, corpus.encoder_hash)


def build_index(
    logs: Path, corpora: Sequence[Corpus], settings: VectorSettings | None = None, mapper: Map = over_cores
) -> tuple[list[Manifest | None], list[BadRow]]:
    """Mines logs, builds the indexes of a model and puts them in place.

    Args:
        logs: the redacted dialogues.
        corpora: the model's corpora.
        settings: how the vectors are kept.
        mapper: where reading and encoding run; what comes out is the same.

    Returns:
        What each index is, none for a language in which nothing was asked; and the rows that had to be skipped.
    """
    pairs, bad = _mined(logs, mapper)
    return [_build(corpus, pairs, settings, mapper) for corpus in corpora], bad


def add_logs(logs: Path, corpora: Sequence[Corpus]) -> tuple[list[int], list[BadRow]]:
    """Adds the pairs of logs to the indexes of a model, of which the main one is there.

    Args:
        logs: the redacted dialogues.
        corpora: the model's corpora, the main one first. A language's index that isn't there yet is built from the main one's pairs.

    Returns:
        How many pairs were new to each index, and the rows that had to be skipped.
    """
    main, *languages = corpora
    missing = [corpus for corpus in languages if not corpus.is_there]
    opened = {
        corpus: (storage.open_stored(corpus.folder, corpus.encoder_hash), load_encoder(corpus.encoder, threads=2))
        for corpus in corpora
        if corpus not in missing
    }
    pairs, bad = _mined(logs)
    added = dict.fromkeys(corpora, 0)
    for batch in batched(pairs, BATCH):
        for corpus, (stored, encoder) in opened.items():
            if own := corpus.own(batch):
                with counting_bar(_indexing(corpus)) as report:
                    new = additions(stored.index, own, encoder, answering_templates(), report)
                    added[corpus] += changes.add(stored, corpus.folder, new)
    for corpus, (stored, _) in opened.items():
        if changes.wants_compacting(stored):
            changes.compact(stored, corpus.folder)
    held = opened[main][0]
    for corpus in missing:
        manifest = _build(corpus, held.index.pairs, held.manifest.vectors)
        added[corpus] = manifest.entries if manifest else 0
    return list(added.values()), bad


def remove_from_indexes(folders: Sequence[Path], dialogues: Iterable[str], passages: Iterable[int]) -> list[int]:
    """Removes what dialogues said, and passages by the ids that they have in any of a model's indexes.

    Returns:
        How many questions that led to them were removed from each index.
    """
    opened = [(folder, storage.open_stored(folder, Manifest.load(folder).encoder_hash)) for folder in folders]
    named, unwanted = set(dialogues), set(passages)
    gone: dict[int, None] = {}
    for _, stored in opened:
        index = stored.index
        gone |= dict.fromkeys(number for number, entry in index.entries.items() if entry.pair.dialogue in named)
        if unwanted:
            found = [members for passage, members in index.passages.items() if index.passage(passage).id in unwanted]
            gone |= dict.fromkeys(number for members in found for number in members)
    return [changes.remove(stored, folder, list(gone)) for folder, stored in opened]


def compact_index(folder: Path) -> Manifest:
    """Works all changes of an index into a new snapshot."""
    return changes.compact(storage.open_stored(folder, Manifest.load(folder).encoder_hash), folder)


def read_questions(texts: Sequence[str], corpora: Sequence[Corpus]) -> list[tuple[PassageIndex, Query]]:
    """Each question with the index that it is to be searched in: its language's if there is one, else the main one.

    Raises:
        HeedError: an index or its encoder can't be used.
    """
    places = [corpus_for(text, corpora) for text in texts]
    read: dict[int, tuple[PassageIndex, Query]] = {}
    for corpus in dict.fromkeys(places):
        index = storage.load(corpus.folder, corpus.encoder_hash)
        rows = [row for row, place in enumerate(places) if place is corpus]
        vectors = load_encoder(corpus.encoder, threads=2).embed([texts[row] for row in rows])
        read |= {row: (index, index.read(texts[row], vector)) for row, vector in zip(rows, vectors)}
    return [read[row] for row in range(len(texts))]


def _build(corpus: Corpus, pairs: Iterable[Pair], settings: VectorSettings | None = None, mapper: Map = over_cores) -> Manifest | None:
    """Builds a corpus's index from its own among the pairs; a language without any has none, or an emptied one."""
    try:
        with counting_bar(_indexing(corpus)) as report:
            encoder = load_encoder(corpus.encoder, threads=2)
            embed = partial(mapper, TravellingEncoder(corpus.encoder))
            index = build(corpus.own(pairs), encoder, answering_templates(), report, settings, embed)
    except NothingToIndex:
        if corpus.language is None:
            raise
        if corpus.is_there:
            stored = storage.open_stored(corpus.folder, corpus.encoder_hash)
            changes.remove(stored, corpus.folder, list(stored.index.entries))
        return None
    return storage.save(index, corpus.folder, settings)


def _indexing(corpus: Corpus) -> str:
    return f"Indexing past answers ({corpus.language})" if corpus.language else "Indexing past answers"


def _mined(logs: Path, mapper: Map = over_cores) -> Mined:
    with counting_bar("Reading the logs") as report:
        return mine_logs(logs, mapper, report)


def tune_encoder(logs: Path, folder: Path, encoder: str, epochs: int, hard: bool, language: str | None = None) -> int:
    """Fine-tunes an encoder on what logs hold (in one language, if it is named), saves it in `folder`, and returns from how many pairs."""
    from finetune.training.contrastive import ContrastiveSettings, tune  # torch takes seconds to import
    from retrieval.building.hard_negatives import hard_negatives

    pairs = asked_in(language, _mined(logs).pairs)
    with training_bar() as report:
        tune(pairs, folder, ContrastiveSettings(encoder=encoder, epochs=epochs), hard_negatives(pairs) if hard else (), report)
    return len(pairs)
