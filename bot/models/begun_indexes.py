"""The index that a newly trained model begins with."""

from pathlib import Path

from bot.models.encoders import encoder_folder
from bot.models.index_names import name_index
from bot.models.indexes import ModelIndex, served_index
from bot.models.registry import Registry
from bot.workspace import Workspace
from finetune.classifier.layout import Card, Layout
from retrieval.storage.cloning import clone


def begin_index(classifier: Path) -> ModelIndex:
    """Gives a newly trained classifier an index of its own: a copy of the served model's, if the same encoder made that.

    Raises:
        HeedError: the served model or its index is damaged.
    """
    encoder_hash = Card.load(Layout(classifier).card).encoder_hash
    begun = ModelIndex(encoder_folder(classifier), encoder_hash, name_index(classifier, encoder_hash))
    if Registry(Workspace.current().models).served():
        with served_index() as before:
            if before.encoder_hash == encoder_hash and before.is_there:
                begun.folder.parent.mkdir(parents=True, exist_ok=True)
                clone(before.folder, begun.folder)
    return begun
