"""Takes what dialogues said out of every index of a workspace, so that no file of an index holds it any more."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import IndexFileError
from data.formats.reading.named_dialogues import NamedDialogues
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.storage.manifest import Manifest, holds_index


@dataclass
class ErasedEntries:
    """What was taken out of indexes.

    Attributes:
        questions: how many questions that led to the dialogues' answers.
        found: the ids that were given and met.
        said: what customers asked in these dialogues.
        problems: why an index could not be searched or written, a sentence each; it may hold the dialogues still.
    """

    questions: int = 0
    found: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def erase_from_indexes(indexes: Path, named: NamedDialogues) -> ErasedEntries:
    """Removes dialogues from each index in a folder and writes its files anew without them. Running servers follow within two seconds.

    An index from which they were removed before, but whose files still hold them, is written anew, too.
    """
    erased = ErasedEntries()
    for folder in sorted(indexes.glob("*")):
        if holds_index(folder):
            try:
                _erase(folder, named, erased)
            except (IndexFileError, OSError) as problem:
                erased.problems.append(f"the index in {folder} could not be searched: {problem}")
    return erased


def _erase(folder: Path, named: NamedDialogues, erased: ErasedEntries) -> None:
    stored = storage.open_stored(folder, Manifest.load(folder).encoder_hash)
    gone = []
    for number, entry in stored.index.entries.items():
        if (given := named.of(entry.pair.dialogue)) is not None:
            gone.append(number)
            erased.found.add(given)
            erased.said.append(entry.pair.question)
    erased.questions += changes.remove(stored, folder, gone)
    if gone or _names(folder / stored.manifest.snapshot, named):
        changes.compact(stored, folder)


def _names(snapshot: Path, named: NamedDialogues) -> bool:
    """Whether a snapshot's entries or its journal name one of the dialogues, as they do until a new snapshot is written."""
    ids = [f'"dialogue":{json.dumps(name, ensure_ascii=False)}'.encode("utf-8", "surrogatepass")[:-1] for name in named.ids]
    files = [file.read_bytes() for file in (snapshot / storage.ENTRIES, snapshot / "journal") if file.is_file()]
    return any(name in content for content in files for name in ids)
