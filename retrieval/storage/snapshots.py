"""An index on disk: a snapshot folder with its journal, beside a manifest that names it.

The manifest is replaced by an atomic rename after all else is written, so that whatever happens in between leaves a good
index; it holds each file's SHA-256 and the hash of the encoder, so that a damaged or foreign index is refused. Changes go
into the snapshot's journal (`retrieval.storage.journal`) until `retrieval.storage.changes.compact` writes a new snapshot.
"""

import datetime
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from data.errors import IndexFileError
from retrieval.encoder import Encoder
from retrieval.lexical.bm25 import LexicalIndex
from retrieval.search.entries import Entry, read_closely
from retrieval.search.index import PassageIndex
from retrieval.storage.journal import JOURNAL, Journal
from retrieval.storage.manifest import VERSION, Manifest, holds_index
from retrieval.storage.token_states import TokenStateStore
from retrieval.storage.writer_lock import only_writer
from retrieval.vectors.backends import load_vectors
from retrieval.vectors.milvus_index import retire
from retrieval.vectors.settings import VectorSettings

ENTRIES = "entries.jsonl"
# Entries that are read in less than a millisecond.
YIELD_EVERY = 50


@dataclass
class Stored:
    """An index in memory, and how far it follows what is on the disk."""

    index: PassageIndex
    manifest: Manifest
    journal: Journal


def save(index: PassageIndex, folder: Path, settings: VectorSettings | None = None) -> Manifest:
    """Writes the index as a new snapshot beside the one in `folder`, then puts it in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        return write_snapshot(index, folder, settings or VectorSettings())


def load(folder: Path, encoder_hash: str, encoder: Encoder | None = None) -> PassageIndex:
    """Loads the index in `folder`, its vectors mapped from disk; without its encoder it can be changed, not searched.

    Raises:
        IndexFileError: there is none, a file is missing or damaged, or another encoder made it.
    """
    return open_stored(folder, encoder_hash, encoder).index


def open_stored(folder: Path, encoder_hash: str, encoder: Encoder | None = None, yield_gil: Callable[[], None] = lambda: None) -> Stored:
    """As `load`, ready to follow later changes; `yield_gil` is called every millisecond or so in which other threads have to wait."""
    while True:
        manifest = Manifest.load(folder)
        try:
            return _open(folder, manifest, encoder_hash, encoder, yield_gil)
        except (IndexFileError, OSError) as error:
            if Manifest.load(folder).snapshot == manifest.snapshot:
                raise error if isinstance(error, IndexFileError) else _damaged(folder / manifest.snapshot, error) from error
            # A new snapshot has taken its place while this one was being read.


def write_snapshot(index: PassageIndex, folder: Path, settings: VectorSettings) -> Manifest:
    """As `save`, for who holds the lock (`retrieval.storage.writer_lock`) already."""
    before = Manifest.load(folder) if holds_index(folder) else None
    for left in folder.glob(".writing-*"):
        shutil.rmtree(left)  # of a writer that died
    name = f"snapshot-{time.time_ns():x}"
    writing = folder / f".writing-{name}"
    writing.mkdir()
    index.questions.snapshot(writing / "questions")
    index.answers.snapshot(writing / "answers")
    _lexical(index).save(writing / "bm25")
    with (writing / ENTRIES).open("wb") as file:
        file.writelines(msgspec.json.encode(entry) + b"\n" for entry in index.entries.values())
    manifest = Manifest(
        version=VERSION,
        snapshot=name,
        encoder_hash=index.encoder_hash,
        width=index.width,
        entries=len(index.entries),
        passages=len(index.passages),
        weights={language: list(weights) for language, weights in index.weights.items()},
        vectors=settings,
        created=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        files={str(file.relative_to(writing)): hash_of(file) for file in sorted(writing.rglob("*")) if file.is_file()},
    )
    index.tokens.keep_only([text for entry in index.entries.values() for text in read_closely(entry.pair)], folder)
    writing.rename(folder / name)
    manifest.save(folder)
    for old in folder.glob("snapshot-*"):
        if old.name != name:
            if before and before.vectors.server:
                retire(old, folder / name, before.vectors.server)
            shutil.rmtree(old)
    return manifest


def _lexical(index: PassageIndex) -> LexicalIndex:
    """The index's BM25 if nothing was added or removed since it was made, else a new one."""
    numbers = np.array(list(index.entries), dtype=np.int64)
    if index.lexical.holds_exactly(numbers):
        return index.lexical
    return LexicalIndex.build(numbers, [entry.text for entry in index.entries.values()])


def _open(folder: Path, manifest: Manifest, encoder_hash: str, encoder: Encoder | None, yield_gil: Callable[[], None]) -> Stored:
    if manifest.encoder_hash != encoder_hash:
        raise IndexFileError(
            f"the index in {folder} was made with the encoder {manifest.encoder_hash[:12]}, but the model's encoder is "
            f"{encoder_hash[:12]}; build it anew with `heed index build`"
        )
    snapshot = folder / manifest.snapshot
    for name, expected in manifest.files.items():
        if not (snapshot / name).is_file() or hash_of(snapshot / name) != expected:
            raise _damaged(snapshot / name)
    entries = _entries(snapshot / ENTRIES, yield_gil)
    questions, answers = (load_vectors(snapshot / name, manifest.vectors, manifest.width) for name in ("questions", "answers"))
    lexical = LexicalIndex.load(snapshot / "bm25")
    tokens = TokenStateStore(folder, encoder_hash, encoder)
    index = PassageIndex(entries, questions, answers, lexical, manifest.weights, manifest.encoder_hash, tokens)
    journal = Journal(snapshot / JOURNAL)
    journal.replay(index, yield_gil)
    return Stored(index, manifest, journal)


def _entries(file: Path, yield_gil: Callable[[], None]) -> Iterator[Entry]:
    decoder = msgspec.json.Decoder(Entry)
    with file.open("rb") as lines:
        for number, line in enumerate(lines):
            yield decoder.decode(line)
            if number % YIELD_EVERY == 0:
                yield_gil()


def _damaged(path: Path, error: Exception | None = None) -> IndexFileError:
    reason = f" ({error})" if error else ""
    return IndexFileError(f"{path} is missing or damaged{reason}; build the index anew with `heed index build`")


def hash_of(file: Path) -> str:
    """A file's SHA-256, in hex."""
    with file.open("rb") as opened:
        digest = hashlib.sha256()
        while chunk := opened.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
