"""An assistant's folder with the sample shop's model under two versions, and nothing of it shared with the repository's own `models/`."""

import shutil
from pathlib import Path

from bench.state.rasa_run import ROOT
from bot.models.registry import Registry
from bot.workspace import Workspace
from data.errors import ModelError
from tests.support.tiny import UNLIMITED

VERSIONS = ("first", "second")


def make(folder: Path) -> Registry:
    """Puts the assistant into a folder; its models.

    Raises:
        ModelError: the repository has no trained model.
    """
    shop = Workspace(ROOT)
    model = Registry(shop.models).served()
    if model is None:
        raise ModelError("there is no trained model in models/; train one with `rasa train` or `heed run`")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("config.yml", "endpoints.yml", "domain", "domain.yml", "data"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "credentials.yml").write_text(UNLIMITED)
    models = folder / "models"
    models.mkdir()
    (models / "encoders").symlink_to(shop.encoders)
    shutil.copytree(shop.indexes, models / "index")
    for version in VERSIONS:
        shutil.copy2(model, models / f"{version}.tar.gz")
    return Registry(models)
