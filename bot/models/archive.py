"""Finds the newest trained model and takes what is ours out of Rasa's archive, without importing Rasa."""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import ModelError

if TYPE_CHECKING:
    from finetune.classifier.predictor import Classifier

MODELS = Path("models")
COMPONENT = "AttentionIntentClassifier"
RETRIEVER = "PassageRetriever"
# What Rasa writes beside the components: among others, how each was configured when the model was trained.
METADATA = "metadata.json"


@dataclass(frozen=True)
class Unpacked:
    """What a model holds of ours: the classifier's folder, and the encoders that languages have of their own, by language."""

    classifier: Path
    encoders: Mapping[str, str]


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
    from finetune.classifier.predictor import Classifier  # onnxruntime takes half a second to import; `heed --help` shouldn't

    with classifier_folder(archive) as folder:
        yield Classifier.load(folder, threads=2)


@contextmanager
def classifier_folder(archive: Path | None = None) -> Iterator[Path]:
    """A folder with the classifier's files, for as long as it is open.

    Raises:
        ModelError: there is no model, or it holds no classifier of ours.
    """
    with unpacked(archive) as model:
        yield model.classifier


@contextmanager
def unpacked(archive: Path | None = None) -> Iterator[Unpacked]:
    """What a model holds of ours, the newest if none is named, for as long as it is open.

    Raises:
        ModelError: there is no model, or it holds no classifier of ours.
    """
    archive = archive or newest_model()
    if archive is None or not archive.is_file():
        raise ModelError(f"there is no trained model {archive or f'in {MODELS}/'}; train one with `rasa train` or `heed run`")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as tar:
        files = [member for member in tar.getmembers() if member.isfile() or member.isdir()]
        members = [member for member in files if COMPONENT in member.name]
        if not members:
            raise ModelError(f"{archive} holds no {COMPONENT}; its config.yml needs one, see the README")
        metadata = [member for member in files if Path(member.name) == Path(METADATA)]
        tar.extractall(folder, members + metadata, filter="data")
        card = next(Path(folder).rglob("classifier.json"), None)
        if card is None:
            raise ModelError(f"the classifier in {archive} is damaged; train anew with `rasa train`")
        yield Unpacked(card.parent, _encoders(Path(folder) / METADATA))


def _encoders(metadata: Path) -> dict[str, str]:
    """`encoders` of the retriever, as config.yml had them when the model was trained; the running assistant goes by these."""
    if not metadata.is_file():
        return {}
    nodes = json.loads(metadata.read_text(encoding="utf-8"))["predict_schema"]["nodes"].values()
    return {
        language: encoder
        for node in nodes
        if node["uses"].endswith(f".{RETRIEVER}")
        for language, encoder in (node["config"].get("encoders") or {}).items()
    }
