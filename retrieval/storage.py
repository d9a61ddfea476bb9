"""An index on disk: a snapshot folder beside a manifest that names it.

The manifest is replaced by an atomic rename after all else is written, so that whatever happens in between leaves a good
index; it holds each file's SHA-256 and the hash of the encoder, so that a damaged or foreign index is refused.
"""

import datetime
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss

from data.errors import IndexFileError
from data.records import Pair
from retrieval.index import PassageIndex
from retrieval.lexical import LexicalIndex
from retrieval.passages import passage_of

# Grows whenever what is written changes.
VERSION = 1


@dataclass(frozen=True)
class Manifest:
    """What an index says of itself."""

    version: int
    snapshot: str
    encoder_hash: str
    entries: int
    passages: int
    weights: dict[str, list[float]]
    created: str
    files: dict[str, str]

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Reads the manifest of the index in `folder`.

        Raises:
            IndexFileError: there is none, or it is damaged.
        """
        path = folder / "manifest.json"
        if not path.is_file():
            raise IndexFileError(f"{folder} holds no index; build one with `heed index build`")
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            if record.get("version") != VERSION:
                raise IndexFileError(f"the index in {folder} was made by another version of Heed; build it anew with `heed index build`")
            return cls(**record)
        except (ValueError, TypeError, AttributeError) as error:
            raise IndexFileError(f"{path} is damaged ({error}); build the index anew with `heed index build`") from error


def save(index: PassageIndex, folder: Path) -> Manifest:
    """Writes the index beside the one in `folder`, then puts it in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    writing = folder / f".writing-{os.getpid()}"
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir()
    faiss.write_index(index.questions, str(writing / "questions.faiss"))
    faiss.write_index(index.answers, str(writing / "answers.faiss"))
    index.lexical.save(writing / "bm25")
    with (writing / "entries.jsonl").open("w", encoding="utf-8") as file:
        for pair, group in zip(index.pairs, index.passage_of):
            template = index.passages[group].template
            record = {**asdict(pair), "date": pair.date and pair.date.isoformat(), "passage": group, "template": template}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    files = {str(file.relative_to(writing)): _hash(file) for file in sorted(writing.rglob("*")) if file.is_file()}
    content = hashlib.sha256(json.dumps([files, index.encoder_hash]).encode()).hexdigest()
    manifest = Manifest(
        version=VERSION,
        snapshot=f"snapshot-{content[:16]}",
        encoder_hash=index.encoder_hash,
        entries=len(index.pairs),
        passages=len(index.passages),
        weights={language: list(weights) for language, weights in index.weights.items()},
        created=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        files=files,
    )
    if (folder / manifest.snapshot).exists():
        shutil.rmtree(writing)  # the same content stands there already
    else:
        writing.rename(folder / manifest.snapshot)
    _replace(folder / "manifest.json", json.dumps(asdict(manifest), indent=2) + "\n")
    for old in folder.glob("snapshot-*"):
        if old.name != manifest.snapshot:
            shutil.rmtree(old)
    return manifest


def load(folder: Path, encoder_hash: str) -> PassageIndex:
    """Loads the index in `folder`, its vectors mapped from disk.

    Raises:
        IndexFileError: there is none, a file is missing or damaged, or another encoder made it.
    """
    manifest = Manifest.load(folder)
    if manifest.encoder_hash != encoder_hash:
        raise IndexFileError(
            f"the index in {folder} was made with the encoder {manifest.encoder_hash[:12]}, but the model's encoder is "
            f"{encoder_hash[:12]}; build it anew with `heed index build`"
        )
    snapshot = folder / manifest.snapshot
    for name, expected in manifest.files.items():
        if not (snapshot / name).is_file() or _hash(snapshot / name) != expected:
            raise IndexFileError(f"{snapshot / name} is missing or damaged; build the index anew with `heed index build`")
    pairs: list[Pair] = []
    groups: list[list[int]] = [[] for _ in range(manifest.passages)]
    passage_numbers: list[int] = []
    templates: dict[int, str | None] = {}
    with (snapshot / "entries.jsonl").open(encoding="utf-8") as file:
        for place, line in enumerate(file):
            pair, group, template = _pair(json.loads(line))
            pairs.append(pair)
            templates[group] = template
            passage_numbers.append(group)
            groups[group].append(place)

    def date_of(place: int) -> datetime.date:
        return pairs[place].date or datetime.date.min

    passages = [
        passage_of([pairs[place] for place in sorted(group, key=date_of, reverse=True)], templates[number])
        for number, group in enumerate(groups)
    ]
    questions, answers = (faiss.read_index(str(snapshot / f"{name}.faiss"), faiss.IO_FLAG_MMAP) for name in ("questions", "answers"))
    lexical = LexicalIndex.load(snapshot / "bm25")
    return PassageIndex(pairs, passages, passage_numbers, questions, answers, lexical, manifest.weights, manifest.encoder_hash)


def _pair(record: dict[str, Any]) -> tuple[Pair, int, str | None]:
    """A pair, the number of its passage, and the template that says the same."""
    group, template, date = int(record.pop("passage")), record.pop("template"), record.pop("date")
    return Pair(**record, date=date and datetime.date.fromisoformat(date)), group, template


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
