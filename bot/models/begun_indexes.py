"""The index that a newly trained model begins with."""

import datetime
from pathlib import Path

from bot.models.archive import classifier_folder
from bot.models.encoders import encoder_folder
from bot.models.index_names import is_partial, name_index, note_partial
from bot.models.indexes import ModelIndex, build_of, mined
from bot.models.registry import Registry
from bot.workspace import Workspace
from finetune.classifier.layout import Card, Layout
from retrieval.building.build import worth_indexing
from retrieval.encoder import Encoder
from retrieval.storage.cloning import clone

# So many pairs are indexed for a provisional model, the newest: a minute or two on two cores. Of years of logs the rest comes with the
# whole model.
FIRST = 5_000


def begin_index(classifier: Path) -> ModelIndex:
    """Gives a newly trained classifier an index of its own: a copy of the served model's, if the same encoder made that, and all of it.

    Raises:
        HeedError: the served model or its index is damaged.
    """
    encoder_hash = Card.load(Layout(classifier).card).encoder_hash
    begun = ModelIndex(encoder_folder(classifier), encoder_hash, name_index(classifier, encoder_hash))
    if Registry(Workspace.current().models).served():
        with classifier_folder() as served:
            before = ModelIndex.of(served)
            if before.encoder_hash == encoder_hash and before.is_there and not is_partial(served):
                begun.folder.parent.mkdir(parents=True, exist_ok=True)
                clone(before.folder, begun.folder)
    return begun


def build_first(index: ModelIndex, classifier: Path, encoder: Encoder) -> None:
    """Builds a provisional model's index from the workspace's logs; where there are many pairs, from the newest only, which is noted.

    Args:
        index: the model's.
        classifier: the folder of the model's classifier.
        encoder: the classifier's e5, to read many texts.

    Raises:
        HeedError: the encoder, the logs or a kept document can't be used.
    """
    pairs = worth_indexing(mined(Workspace.current().logs).pairs)
    if len(pairs) > FIRST:
        pairs = sorted(pairs, key=lambda pair: pair.date or datetime.date.min, reverse=True)[:FIRST]
        note_partial(classifier)
    build_of(index, pairs, calibrated=False, encoder=encoder)
