"""New answers from the logs that may not be said yet are taken out of a candidate, so that one of them doesn't hold up all the rest.

They stand in the logs still: once enough dialogues carry one, or a person approves it, the next candidate says it.
"""

from __future__ import annotations

from pathlib import Path

from bot.models.archive import classifier_folder
from bot.models.encoders import load_encoder
from bot.models.indexes import ModelIndex
from bot.models.promotion_settings import PromotionSettings
from bot.retraining.gate.contents import objections
from bot.retraining.gate.new_answers import new_answers
from retrieval.storage import changes, snapshots


def withhold(candidate: Path, served: Path, settings: PromotionSettings) -> list[str]:
    """Takes new answers that the gate would refuse out of a candidate's index; returns why, a sentence each.

    What a person approved stays, whatever the gate says of it: then the candidate is refused.

    Raises:
        HeedError: an archive or an index can't be used.
    """
    withheld: list[str] = []
    unwanted: list[int] = []
    for answer in new_answers(candidate, served):
        if answer.pairs and not answer.approved:
            found = objections([answer], settings.fewest_dialogues, settings.refused_words)
            withheld += found[:1]
            unwanted += [pair.id for pair in answer.pairs if found]
    if unwanted:
        with classifier_folder(candidate) as classifier:
            place = ModelIndex.of(classifier)
            stored = snapshots.open_stored(place.folder, place.encoder_hash, load_encoder(place.encoder))
            changes.remove(stored, place.folder, unwanted)
            if changes.wants_compacting(stored):
                changes.compact(stored, place.folder)
    return withheld
