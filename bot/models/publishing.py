"""Brings a model's index up to the company's logs and documents."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.models.adding import add_quoted, add_to
from bot.models.encoders import load_encoder
from bot.models.indexes import ModelIndex, mined, quotable_of
from bot.workspace import Workspace
from data.documents.passages import document_pairs
from data.formats.files.log_files import log_files
from data.records import Pair
from retrieval.building.build import worth_indexing
from retrieval.building.publishing import changes_by_documents, flagged
from retrieval.encoder import Encoder
from retrieval.storage import changes
from retrieval.storage import snapshots as storage


class Published(NamedTuple):
    """What `publish` changed in an index: sections that came and went, and past answers that are flagged otherwise than before."""

    added: int
    removed: int
    flagged: int


def catch_up(index: ModelIndex, encoder: Encoder | None = None) -> None:
    """Brings the index of a model, which is there, up to the workspace's logs and documents; what it has already is passed over.

    Args:
        index: the model's.
        encoder: the index's, if the caller has loaded it already.

    Raises:
        HeedError: the index, its encoder, a log or a kept document can't be used.
    """
    logs = Workspace.current().logs
    if log_files(logs, or_none=True):
        pairs = worth_indexing(mined(logs).pairs)
        encoder = encoder or load_encoder(index.encoder, many=True)
        stored = storage.open_stored(index.folder, index.encoder_hash, encoder)
        quoted = quotable_of(pairs, encoder.embed)
        withdraw(stored, index, pairs, quoted)
        add_quoted(stored, index, quoted, encoder)
    publish(index, encoder)


def withdraw(stored: storage.Stored, index: ModelIndex, pairs: Sequence[Pair], quoted: Sequence[Pair]) -> int:
    """Removes from a model's index what would not be quoted so any more, as after an update of Heed; returns how many entries that were.

    Args:
        pairs: of the logs, with whole answers; what comes from elsewhere stays.
        quoted: the same with what may be quoted of them.
    """
    now = {(pair.dialogue, pair.context): pair.answer for pair in quoted}
    whole = {(pair.dialogue, pair.answer) for pair in pairs}
    stale = [
        entry.pair.id
        for entry in stored.index.entries.values()
        if (of := (entry.pair.dialogue, entry.pair.context)) in whole and now.get(of) != entry.pair.answer
    ]
    return changes.remove(stored, index.folder, stale) if stale else 0


def publish(index: ModelIndex, encoder: Encoder | None = None) -> Published:
    """Brings the index of a model, which is there, up to the workspace's documents, and flags what they contradict.

    Where nothing has changed, nothing is read anew. `index` and `encoder` are those of `catch_up`.

    Raises:
        HeedError: the index, its encoder or a kept document can't be used.
    """
    gone, new = changes_by_documents(storage.load(index.folder, index.encoder_hash), document_pairs(Workspace.current().documents))
    if not gone and not new:
        return Published(0, 0, 0)
    encoder = encoder or load_encoder(index.encoder, many=True)
    stored = storage.open_stored(index.folder, index.encoder_hash, encoder)
    removed = changes.remove(stored, index.folder, gone)
    added = add_to(stored, index, new, encoder)
    published = Published(added, removed, changes.add(stored, index.folder, flagged(stored.index, encoder)))
    if changes.wants_compacting(stored):
        changes.compact(stored, index.folder)
    return published
