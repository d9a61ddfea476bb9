"""Builds, opens and changes the index that belongs to a model: from the logs, with the model's own encoder."""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from bot.encoding import TravellingEncoder
from bot.progress import counting_bar, training_bar
from bot.templates import answering_templates
from bot.workers import over_cores
from data.pairs import mine
from data.readers import BadRow, log_files, read_dialogues
from data.records import Pair
from data.script import language_of
from data.spreading import Spread
from finetune.layout import Card, Layout
from finetune.predictor import Classifier
from finetune.sentences import SentenceEncoder
from retrieval import storage
from retrieval.building import additions, build
from retrieval.encoder import Encoder
from retrieval.faiss_vectors import VectorSettings
from retrieval.live import LiveIndex

LOGS = Path("data/logs")
INDEXES = Path("models/index")
ENCODERS = Path("models/encoders")
# Pairs that are encoded and written at a time when they are added.
PORTION = 256


def default_folder(encoder_hash: str) -> Path:
    """Where the index for an encoder lives: each encoder has its own, so a model and its index can't be mixed up."""
    return INDEXES / encoder_hash[:16]


def open_index(classifier: Path) -> LiveIndex:
    """The index for the encoder of a trained classifier; built from `data/logs` first if there is none yet.

    Args:
        classifier: the folder of the trained classifier.

    Raises:
        HeedError: the classifier, the logs or the index can't be used.
    """
    encoder_hash = Card.load(Layout(classifier).card).encoder_hash
    folder = default_folder(encoder_hash)
    if not (folder / "manifest.json").is_file():
        build_index(LOGS, folder, classifier)
    return LiveIndex(folder, encoder_hash)


def open_language_index(language: str, encoder: str) -> tuple[LiveIndex, SentenceEncoder]:
    """The index of what was asked in one language, by an encoder of its own; exported and built from `data/logs` if there is none yet.

    Args:
        language: as `data.script.language_of` tells it from the script.
        encoder: a sentence-transformers model, by name or folder.

    Raises:
        HeedError: the encoder, the logs or the index can't be used.
    """
    folder = ENCODERS / re.sub(r"\W+", "-", encoder).strip("-")
    if not folder.is_dir():
        from finetune.sentence_export import export_sentence_encoder  # torch: only the first time

        export_sentence_encoder(encoder, folder)
    loaded = SentenceEncoder.load(folder)
    place = default_folder(loaded.encoder_hash)
    if not (place / "manifest.json").is_file():
        pairs = [pair for pair in mine_logs(LOGS, []) if language_of(pair.question) == language]
        with counting_bar(f"Indexing past answers ({language})") as report:
            storage.save(build(pairs, loaded, answering_templates(), report), place)
    return LiveIndex(place, loaded.encoder_hash), loaded


def build_index(
    logs: Path, folder: Path, classifier: Path, settings: VectorSettings | None = None, spread: Spread = over_cores
) -> tuple[storage.Manifest, list[BadRow]]:
    """Mines logs, builds an index and puts it in place.

    Args:
        logs: the redacted dialogues.
        folder: where the index goes.
        classifier: the folder of the trained classifier, whose encoder makes the vectors.
        settings: how the vectors are kept.
        spread: where reading and encoding run; what comes out is the same.

    Returns:
        What the index is, and the rows that had to be skipped.
    """
    bad: list[BadRow] = []
    pairs = list(mine_logs(logs, bad, spread))
    with counting_bar("Indexing past answers") as report:
        encoder = Classifier.load(classifier, threads=2)
        index = build(pairs, encoder, answering_templates(), report, settings, partial(spread, TravellingEncoder(classifier)))
    return storage.save(index, folder, settings), bad


def add_logs(logs: Path, folder: Path, encoder: Encoder) -> tuple[int, list[BadRow]]:
    """Adds the pairs of logs to an index that is there; returns how many were new, and the rows that had to be skipped."""
    stored = storage.open_stored(folder, encoder.encoder_hash)
    bad: list[BadRow] = []
    pairs = mine_logs(logs, bad)
    added = 0
    while portion := list(itertools.islice(pairs, PORTION)):
        with counting_bar("Indexing past answers") as report:
            added += storage.add(stored, folder, additions(stored.index, portion, encoder, answering_templates(), report))
    if storage.wants_compacting(stored):
        storage.compact(stored, folder)
    return added, bad


def remove_from_index(folder: Path, encoder_hash: str, dialogues: Iterable[str], passages: Iterable[int]) -> int:
    """Removes what dialogues said, and passages by their ids; returns how many questions led to them."""
    stored = storage.open_stored(folder, encoder_hash)
    index, named, unwanted = stored.index, set(dialogues), set(passages)
    gone = [number for number, entry in index.entries.items() if entry.pair.dialogue in named]
    if unwanted:
        gone += [number for passage, members in index.passages.items() if index.passage(passage).id in unwanted for number in members]
    return storage.remove(stored, folder, list(dict.fromkeys(gone)))


def compact_index(folder: Path, encoder_hash: str) -> storage.Manifest:
    """Works all changes of an index into a new snapshot."""
    return storage.compact(storage.open_stored(folder, encoder_hash), folder)


def mine_logs(logs: Path, bad: list[BadRow], spread: Spread = over_cores) -> Iterator[Pair]:
    """The pairs of all logs, a dialogue at a time; rows that had to be skipped are added to `bad`."""
    files = log_files(logs)
    with counting_bar("Reading the logs") as report:
        for number, file in enumerate(files, start=1):
            for row in read_dialogues(file, spread=spread):
                if isinstance(row, BadRow):
                    bad.append(row)
                else:
                    yield from mine(row.dialogue)
            report(number, len(files))


def tune_encoder(logs: Path, folder: Path, encoder: str, epochs: int, hard: bool) -> int:
    """Fine-tunes an encoder on what logs hold, saves it in `folder`, and returns from how many pairs."""
    from finetune.contrastive import ContrastiveSettings, tune  # torch takes seconds to import
    from retrieval.negatives import hard_negatives

    pairs = list(mine_logs(logs, []))
    with training_bar() as report:
        tune(pairs, folder, ContrastiveSettings(encoder=encoder, epochs=epochs), hard_negatives(pairs) if hard else (), report)
    return len(pairs)
