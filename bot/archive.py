"""Finds the newest trained model and takes the classifier out of Rasa's archive, without importing Rasa."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import ModelError

if TYPE_CHECKING:
    from finetune.predictor import Classifier

MODELS = Path("models")
COMPONENT = "AttentionIntentClassifier"


def newest_model(folder: Path = MODELS) -> Path | None:
    """The archive that `rasa run` would take, or none."""
    archives = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return archives[-1] if archives else None


@contextmanager
def open_classifier(archive: Path | None = None) -> Iterator[Classifier]:
    """The classifier of a model, the newest if none is named.

    Raises:
        ModelError: there is no model, or it holds no classifier of ours.
    """
    from finetune.predictor import Classifier  # onnxruntime takes half a second to import; `heed --help` shouldn't

    with classifier_folder(archive) as folder:
        yield Classifier.load(folder, threads=2)


@contextmanager
def classifier_folder(archive: Path | None = None) -> Iterator[Path]:
    """A folder with the classifier's files, for as long as it is open.

    Raises:
        ModelError: there is no model, or it holds no classifier of ours.
    """
    archive = archive or newest_model()
    if archive is None or not archive.is_file():
        raise ModelError(f"there is no trained model {archive or f'in {MODELS}/'}; train one with `rasa train` or `heed run`")
    with tempfile.TemporaryDirectory() as unpacked, tarfile.open(archive) as tar:
        members = [member for member in tar.getmembers() if COMPONENT in member.name and (member.isfile() or member.isdir())]
        if not members:
            raise ModelError(f"{archive} holds no {COMPONENT}; its config.yml needs one, see the README")
        tar.extractall(unpacked, members, filter="data")
        card = next(Path(unpacked).rglob("classifier.json"), None)
        if card is None:
            raise ModelError(f"the classifier in {archive} is damaged; train anew with `rasa train`")
        yield card.parent
