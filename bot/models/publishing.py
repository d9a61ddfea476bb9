"""Brings a model's index up to the company's logs and documents."""

from typing import NamedTuple

from bot.models.encoders import load_encoder
from bot.models.indexes import ModelIndex, add_logs, add_to
from bot.workspace import Workspace
from data.documents.passages import document_pairs
from data.formats.files import log_files
from retrieval.building.publishing import changes_by_documents, flagged
from retrieval.storage import changes
from retrieval.storage import snapshots as storage


class Published(NamedTuple):
    """What `publish` changed in an index: sections that came and went, and past answers that are flagged otherwise than before."""

    added: int
    removed: int
    flagged: int


def catch_up(index: ModelIndex) -> None:
    """Brings the index of a model, which is there, up to the workspace's logs and documents; what it has already is passed over.

    Raises:
        HeedError: the index, its encoder, a log or a kept document can't be used.
    """
    logs = Workspace.current().logs
    if log_files(logs, or_none=True):
        add_logs(logs, index)
    publish(index)


def publish(index: ModelIndex) -> Published:
    """Brings the index of a model, which is there, up to the workspace's documents, and flags what they contradict.

    Where nothing has changed, nothing is read anew.

    Raises:
        HeedError: the index, its encoder or a kept document can't be used.
    """
    gone, new = changes_by_documents(storage.load(index.folder, index.encoder_hash), document_pairs(Workspace.current().documents))
    if not gone and not new:
        return Published(0, 0, 0)
    encoder = load_encoder(index.encoder, threads=2)
    stored = storage.open_stored(index.folder, index.encoder_hash, encoder)
    removed = changes.remove(stored, index.folder, gone)
    added = add_to(stored, index, new, encoder)
    published = Published(added, removed, changes.add(stored, index.folder, flagged(stored.index, encoder)))
    if changes.wants_compacting(stored):
        changes.compact(stored, index.folder)
    return published
