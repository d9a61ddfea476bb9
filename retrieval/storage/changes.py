"""Changes to an index in memory and on the disk: they go into its snapshot's journal, until they are worked into a new snapshot."""

from collections.abc import Iterable
from pathlib import Path

from retrieval.search.entries import Addition
from retrieval.storage.manifest import Manifest
from retrieval.storage.snapshots import Stored, write_snapshot
from retrieval.storage.writer_lock import only_writer

# The journal is worked into a new snapshot when it holds more than this share of the entries, and at least this many.
COMPACT_SHARE, COMPACT_FROM = 0.2, 5_000


def add(stored: Stored, folder: Path, additions: Iterable[Addition]) -> int:
    """Adds entries to an index in memory and on disk, and returns how many."""
    count = 0
    with only_writer(folder):
        for addition in additions:
            stored.journal.append([addition])
            count += stored.journal.replay(stored.index)
    return count


def remove(stored: Stored, folder: Path, pairs: list[int]) -> int:
    """Removes pairs from an index in memory and on disk, and returns how many of them there were."""
    with only_writer(folder):
        known = [number for number in pairs if number in stored.index.entries]
        if known:
            stored.journal.append([known])
            stored.journal.replay(stored.index)
    return len(known)


def compact(stored: Stored, folder: Path) -> Manifest:
    """Works the journal into a new snapshot."""
    with only_writer(folder):
        stored.journal.replay(stored.index)
        return write_snapshot(stored.index, folder, stored.manifest.vectors)


def wants_compacting(stored: Stored) -> bool:
    """Whether the journal has grown so long that it slows reading down."""
    changed = abs(len(stored.index.entries) - stored.manifest.entries)
    return changed > max(COMPACT_FROM, COMPACT_SHARE * stored.manifest.entries)
