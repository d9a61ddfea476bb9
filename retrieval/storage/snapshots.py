"""An index on disk: a snapshot folder with its journal, beside a manifest that names it.

The manifest is replaced by an atomic rename after all else is written, so that whatever happens in between leaves a good
index; it holds each file's SHA-256 and the hash of the encoder, so that a damaged or foreign index is refused. Changes go
into the snapshot's journal (`retrieval.storage.journal`) until `compact` writes a new snapshot. One process writes at a time; any
number read.
"""

import datetime
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import IndexFileError
from retrieval.lexical.bm25 import LexicalIndex
from retrieval.search.entries import Addition, Entry
from retrieval.search.index import PassageIndex
from retrieval.storage.journal import Journal, entry_of, entry_record
from retrieval.vectors.backends import load_vectors
from retrieval.vectors.milvus_index import retire
from retrieval.vectors.settings import VectorSettings

# Grows whenever what is written changes.
VERSION = 2
MANIFEST = "manifest.json"
# The journal is worked into a new snapshot when it holds more than this share of the entries, and at least this many.
COMPACT_SHARE, COMPACT_FROM = 0.2, 5_000
# Entries that are read in a millisecond.
BREATH = 50


@dataclass(frozen=True)
class Manifest:
    """What an index says of itself."""

    version: int
    snapshot: str
    encoder_hash: str
    width: int
    entries: int
    passages: int
    weights: dict[str, list[float]]
    vectors: dict[str, Any]
    created: str
    files: dict[str, str] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Reads the manifest of the index in `folder`.

        Raises:
            IndexFileError: there is none, or it is damaged.
        """
        path = folder / MANIFEST
        if not path.is_file():
            raise IndexFileError(f"{folder} holds no index; build one with `heed index build`")
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            if record.get("version") != VERSION:
                raise IndexFileError(f"the index in {folder} was made by another version of Heed; build it anew with `heed index build`")
            return cls(**record)
        except (ValueError, TypeError, AttributeError) as error:
            raise IndexFileError(f"{path} is damaged ({error}); build the index anew with `heed index build`") from error

    @property
    def settings(self) -> VectorSettings:
        return VectorSettings(**self.vectors)


@dataclass
class Stored:
    """An index in memory, and how far it follows what is on the disk."""

    index: PassageIndex
    manifest: Manifest
    journal: Journal


def holds_index(folder: Path) -> bool:
    """Whether an index was ever written to `folder`."""
    return (folder / MANIFEST).is_file()


def save(index: PassageIndex, folder: Path, settings: VectorSettings | None = None) -> Manifest:
    """Writes the index as a new snapshot beside the one in `folder`, then puts it in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    with _only_writer(folder):
        return _save(index, folder, settings or VectorSettings())


def load(folder: Path, encoder_hash: str) -> PassageIndex:
    """Loads the index in `folder`, its vectors mapped from disk.

    Raises:
        IndexFileError: there is none, a file is missing or damaged, or another encoder made it.
    """
    return open_stored(folder, encoder_hash).index


def open_stored(folder: Path, encoder_hash: str, breathe: Callable[[], None] = lambda: None) -> Stored:
    """As `load`, ready to follow later changes; `breathe` is called every millisecond or so in which other threads have to wait."""
    while True:
        manifest = Manifest.load(folder)
        try:
            return _open(folder, manifest, encoder_hash, breathe)
        except (IndexFileError, OSError) as error:
            if Manifest.load(folder).snapshot == manifest.snapshot:
                raise error if isinstance(error, IndexFileError) else _damaged(folder / manifest.snapshot, error) from error
            # A new snapshot has taken its place while this one was being read.


def add(stored: Stored, folder: Path, additions: Iterable[Addition]) -> int:
    """Adds entries to an index in memory and on disk, and returns how many."""
    count = 0
    with _only_writer(folder):
        for addition in additions:
            stored.journal.append([addition])
            count += stored.journal.replay(stored.index)
    return count


def remove(stored: Stored, folder: Path, pairs: list[int]) -> int:
    """Removes pairs from an index in memory and on disk, and returns how many of them there were."""
    with _only_writer(folder):
        known = [number for number in pairs if number in stored.index.entries]
        if known:
            stored.journal.append([known])
            stored.journal.replay(stored.index)
    return len(known)


def compact(stored: Stored, folder: Path) -> Manifest:
    """Works the journal into a new snapshot."""
    with _only_writer(folder):
        stored.journal.replay(stored.index)
        return _save(stored.index, folder, stored.manifest.settings)


def wants_compacting(stored: Stored) -> bool:
    """Whether the journal has grown so long that it slows reading down."""
    changed = abs(len(stored.index.entries) - stored.manifest.entries)
    return changed > max(COMPACT_FROM, COMPACT_SHARE * stored.manifest.entries)


def _save(index: PassageIndex, folder: Path, settings: VectorSettings) -> Manifest:
    before = Manifest.load(folder) if holds_index(folder) else None
    for left in folder.glob(".writing-*"):
        shutil.rmtree(left)  # of a writer that died
    name = f"snapshot-{time.time_ns():x}"
    writing = folder / f".writing-{name}"
    writing.mkdir()
    index.questions.snapshot(writing / "questions")
    index.answers.snapshot(writing / "answers")
    numbers = list(index.entries)
    texts = [f"{entry.pair.question} {entry.pair.answer}" for entry in index.entries.values()]
    LexicalIndex.build(np.array(numbers, dtype=np.int64), texts).save(writing / "bm25")
    with (writing / "entries.jsonl").open("w", encoding="utf-8") as file:
        for entry in index.entries.values():
            file.write(json.dumps(entry_record(entry), ensure_ascii=False) + "\n")
    files = {str(file.relative_to(writing)): _hash(file) for file in sorted(writing.rglob("*")) if file.is_file()}
    manifest = Manifest(
        version=VERSION,
        snapshot=name,
        encoder_hash=index.encoder_hash,
        width=index.width,
        entries=len(index.entries),
        passages=len(index.passages),
        weights={language: list(weights) for language, weights in index.weights.items()},
        vectors=asdict(settings),
        created=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        files=files,
    )
    writing.rename(folder / name)
    _replace(folder / MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")
    for old in folder.glob("snapshot-*"):
        if old.name != name:
            if before and before.settings.server:
                retire(old, folder / name, before.settings.server)
            shutil.rmtree(old)
    return manifest


def _open(folder: Path, manifest: Manifest, encoder_hash: str, breathe: Callable[[], None]) -> Stored:
    if manifest.encoder_hash != encoder_hash:
        raise IndexFileError(
            f"the index in {folder} was made with the encoder {manifest.encoder_hash[:12]}, but the model's encoder is "
            f"{encoder_hash[:12]}; build it anew with `heed index build`"
        )
    snapshot = folder / manifest.snapshot
    for name, expected in manifest.files.items():
        if not (snapshot / name).is_file() or _hash(snapshot / name) != expected:
            raise _damaged(snapshot / name)
    entries = _entries(snapshot / "entries.jsonl", breathe)
    questions, answers = (load_vectors(snapshot / name, manifest.settings, manifest.width) for name in ("questions", "answers"))
    lexical = LexicalIndex.load(snapshot / "bm25")
    index = PassageIndex(entries, questions, answers, lexical, manifest.weights, manifest.encoder_hash)
    journal = Journal(snapshot / "journal")
    journal.replay(index, breathe)
    return Stored(index, manifest, journal)


def _entries(file: Path, breathe: Callable[[], None]) -> Iterator[Entry]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            yield entry_of(json.loads(line))
            if number % BREATH == 0:
                breathe()


def _damaged(path: Path, error: Exception | None = None) -> IndexFileError:
    reason = f" ({error})" if error else ""
    return IndexFileError(f"{path} is missing or damaged{reason}; build the index anew with `heed index build`")


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Waits until no other process writes here. The lock is the kernel's, so that one who dies lets go of it."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        digest = hashlib.sha256()
        while chunk := opened.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _replace(path: Path, text: str) -> None:
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
