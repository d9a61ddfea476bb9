"""Adds what was said to the index of a model, which is there."""

from collections.abc import Sequence
from pathlib import Path

from bot.console import counting_bar
from bot.domain import answering_templates
from bot.models.encoders import load_encoder
from bot.models.indexes import BATCH, WHAT, ModelIndex, mined, quotable_of, rules_of
from bot.workspace import Workspace
from data.formats.bad_rows import BadRow
from data.parallel import batched
from data.records import Pair
from retrieval.building.build import additions
from retrieval.building.publishing import flagged
from retrieval.encoder import Encoder
from retrieval.storage import changes
from retrieval.storage import snapshots as storage


def add_logs(logs: Path, index: ModelIndex) -> tuple[int, list[BadRow]]:
    """Adds the pairs of logs to the index of a model, which is there.

    Returns:
        How many pairs were new to it, and the rows that had to be skipped.
    """
    pairs, bad = mined(logs)
    known = {_said_in(entry.pair) for entry in storage.load(index.folder, index.encoder_hash).entries.values()}
    return add_pairs([pair for pair in pairs if _said_in(pair) not in known], index), bad


def add_pairs(pairs: Sequence[Pair], index: ModelIndex, encoder: Encoder | None = None) -> int:
    """Adds pairs of dialogues to the index of a model, which is there; returns how many were new to it.

    One with a context has been cut down to what may be quoted of it already.

    Args:
        pairs: the pairs.
        index: the model's.
        encoder: the index's, if the caller has loaded it already.
    """
    encoder = encoder or load_encoder(index.encoder, many=True)
    stored = storage.open_stored(index.folder, index.encoder_hash, encoder)
    ready = [pair for pair in pairs if pair.document or pair.context]
    whole = [pair for pair in pairs if not (pair.document or pair.context)]
    return add_quoted(stored, index, [*quotable_of(whole, encoder.embed), *ready], encoder)


def add_quoted(stored: storage.Stored, index: ModelIndex, pairs: Sequence[Pair], encoder: Encoder) -> int:
    """Adds pairs whose answers may be quoted as they stand, and flags what documents contradict; returns how many were new to the index."""
    added = add_to(stored, index, pairs, encoder)
    if stored.index.holds_sections and added:
        changes.add(stored, index.folder, flagged(stored.index, encoder))
    if changes.wants_compacting(stored):
        changes.compact(stored, index.folder)
    return added


def add_to(stored: storage.Stored, index: ModelIndex, pairs: Sequence[Pair], encoder: Encoder) -> int:
    """Adds pairs as they stand to a model's index, in memory and on the disk; returns how many were new to it."""
    domain = Workspace.current().domain
    templates, rules = answering_templates(domain), rules_of(domain)
    added = 0
    for batch in batched(pairs, BATCH):
        with counting_bar(WHAT) as report:
            added += changes.add(stored, index.folder, additions(stored.index, batch, encoder, templates, report, rules))
    return added


def _said_in(pair: Pair) -> tuple[str, str, str]:
    """What tells a mined pair from others, also once it was cut down to what may be quoted of it."""
    return pair.dialogue, pair.question, pair.context or pair.answer
