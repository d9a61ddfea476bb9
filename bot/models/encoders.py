"""The encoder that makes an index's vectors, loaded alike here, in other processes, and on other machines."""

import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.workspace import Workspace
from finetune.arrays import Floats
from finetune.classifier.layout import Card, Layout
from finetune.encoders.e5.encoder import FILES, E5Encoder
from finetune.encoders.sentence_encoder import E5, folder_name
from retrieval.encoder import Encoder


def encoder_folder(classifier: Path) -> Path:
    """The folder of the encoder that a trained classifier shares with its index; the encoder is made first if it isn't there.

    Raises:
        ModelError: the classifier is damaged, or the encoder isn't installed.
    """
    encoders = Workspace.current().encoders
    folder = encoders / folder_name(E5, Card.load(Layout(classifier).card).encoder_hash)
    if folder.is_dir():
        return folder
    from finetune.encoders.e5.export import exported_e5  # only what makes an encoder needs what exports it

    return exported_e5(encoders)


def load_encoder(folder: Path, many: bool = False) -> Encoder:
    """The encoder in a folder; `many` to read many texts at a time (`finetune.encoders.text_network.TextNetwork.load`).

    Raises:
        ModelError: files are missing or damaged.
    """
    return E5Encoder.load(folder, many=many)


class TravellingEncoder:
    """Turns a batch of texts (N) into vectors (N, D), wherever it is: it takes the encoder's files along."""

    def __init__(self, folder: Path) -> None:
        """Takes up the encoder in `folder`."""
        self.files = {name: (folder / name).read_bytes() for name in FILES}

    def __call__(self, texts: Sequence[str]) -> Floats:
        return self._encoder.embed(texts)

    def __getstate__(self) -> dict[str, Any]:
        return {"files": self.files}

    @cached_property
    def _encoder(self) -> Encoder:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in self.files.items():
                (Path(folder) / name).write_bytes(content)
            return load_encoder(Path(folder), many=True)
