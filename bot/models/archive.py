"""Takes what is ours out of Rasa's archive, without importing Rasa."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.models.bundle import COMPONENT
from bot.models.registry import Registry
from bot.workspace import Workspace
from data.errors import ModelError

# What a whole model's classifier has besides: the weights of its decision (`bot.decisions.weights`).
DECISION = "decision.json"

if TYPE_CHECKING:
    from finetune.classifier.predictor import Classifier


def served_model(archive: Path | None = None) -> Path:
    """The archive that is named, or else the one that is served.

    Raises:
        ModelError: there is none.
    """
    models = Workspace.current().models
    found = archive or Registry(models).served()
    if found is None or not found.is_file():
        raise ModelError(f"there is no trained model {archive or f'in {models}/'}; train one with `rasa train` or `heed run`")
    return found


@contextmanager
def open_classifier(archive: Path | None = None) -> Iterator[Classifier]:
    """The classifier of a model, the served one if none is named.

    Raises:
        ModelError: there is no model, or it holds no classifier of ours.
    """
    from finetune.classifier.predictor import Classifier  # onnxruntime takes half a second to import; `heed --help` shouldn't

    with classifier_folder(archive) as folder:
        yield Classifier.load(folder, Workspace.current().encoders, threads=2)


@contextmanager
def classifier_folder(archive: Path | None = None) -> Iterator[Path]:
    """A folder with the classifier's files, for as long as it is open; of the served model if none is named.

    Raises:
        ModelError: there is no model, or it holds no classifier of ours.
    """
    archive = served_model(archive)
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as tar:
        members = [member for member in tar.getmembers() if COMPONENT in member.name and (member.isfile() or member.isdir())]
        if not members:
            raise ModelError(f"{archive} holds no {COMPONENT}; its config.yml needs one, see the README")
        tar.extractall(folder, members, filter="data")
        card = next(Path(folder).rglob("classifier.json"), None)
        if card is None:
            raise ModelError(f"the classifier in {archive} is damaged; train anew with `rasa train`")
        yield card.parent


@contextmanager
def domain_file(archive: Path) -> Iterator[Path]:
    """A folder with the domain that a model was trained with, for as long as it is open.

    Raises:
        ModelError: the archive holds none.
    """
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as tar:
        members = [member for member in tar.getmembers() if member.name.endswith("domain.yml") and member.isfile()]
        if not members:
            raise ModelError(f"{archive} holds no domain; train anew with `rasa train`")
        tar.extractall(folder, members[:1], filter="data")
        yield next(Path(folder).rglob("domain.yml")).parent


def holds_classifier(archive: Path) -> bool:
    """Whether a model has a classifier of ours."""
    return bool(_names(archive))


def is_provisional(archive: Path) -> bool:
    """Whether a model hasn't learnt how to decide yet (`bot.components.provisional`); false for one without a classifier of ours."""
    names = _names(archive)
    return bool(names) and not any(name.endswith(f"/{DECISION}") for name in names)


def _names(archive: Path) -> list[str]:
    """The files of a model's classifier.

    Raises:
        ModelError: the archive is damaged.
    """
    try:
        with tarfile.open(archive) as tar:
            return [member.name for member in tar.getmembers() if COMPONENT in member.name and member.isfile()]
    except (OSError, EOFError, tarfile.TarError) as error:
        raise ModelError(f"{archive} is damaged ({error}); train anew with `rasa train`") from error
