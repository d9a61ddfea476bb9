"""What an index holds, in numbers: `heed index stats`."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def figures(folder: Path) -> dict[str, Any]:
    """What the index in a folder holds. Its encoder need not be here."""
    from retrieval.building.contradicted import by_document
    from retrieval.storage import snapshots as storage
    from retrieval.storage.manifest import Manifest

    stored = storage.open_stored(folder, Manifest.load(folder).encoder_hash)
    manifest, loaded = stored.manifest, stored.index
    size = sum(file.stat().st_size for file in (folder / manifest.snapshot).rglob("*") if file.is_file())
    return {
        "folder": str(folder),
        "passages": len(loaded.passages),
        "questions": len(loaded.entries),
        "vectors": len(loaded.questions) + len(loaded.answers),
        "sections": sum(entry.pair.document is not None for entry in loaded.entries.values()),
        "contradicted": sum(by_document(entry.outdated or "") for entry in loaded.entries.values()),
        "outdated": sum(entry.outdated is not None for entry in loaded.entries.values()),
        "since_snapshot": len(loaded.entries) - manifest.entries,
        "bytes": size,
        "quantised": manifest.vectors.quantise,
        "vectors_in": manifest.vectors.server or "this process",
        "encoder": manifest.encoder_hash,
        "created": manifest.created,
    }
