"""Trains a candidate beside the served model, in a folder of its own, and puts it among the models when it is whole."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.models.checking import check_model
from bot.models.registry import ENDING, Registry, version_of
from bot.workspace import Workspace
from data.errors import ModelError

RASA = (sys.executable, "-m", "bot.cli.rasa")
# Below models/. What lies in it isn't whole, or wasn't found to be yet.
MAKING = ".candidate"

# Runs a command in the workspace and returns its exit code.
Run = Callable[[Sequence[str]], int]


def train_candidate(workspace: Workspace, run: Run, config: Path | None = None) -> Path:
    """Trains a model that is served only once it is promoted; its archive.

    A training that was whole when a kill came before this is taken as it is.

    Args:
        workspace: of the assistant, which has a served model.
        run: runs a command in the workspace and returns its exit code.
        config: the configuration, if not the workspace's own.

    Raises:
        ModelError: no model is served yet, or the training failed.
    """
    registry = Registry(workspace.models)
    served = registry.served()
    if served is None:
        raise ModelError(
            f"no model is served yet, beside which a candidate could stand; `heed run` makes the first one in {workspace.root}"
        )
    if registry.promoted() is None:  # else the newest is served, and that would be the candidate
        registry.promote(version_of(served), why="served until now, as the newest")
    making = workspace.models / MAKING
    whole = _whole(making, workspace)
    if whole is None:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        chosen = ["--config", str(config.resolve())] if config else []
        code = run([*RASA, "train", "--skip-validation", *chosen, "--out", str(making.resolve())])
        whole = _whole(making, workspace)
        if code or whole is None:
            raise ModelError(f"`rasa train` failed with exit code {code}; what it said stands above, or in the log")
    archive = workspace.models / whole.name
    whole.replace(archive)
    shutil.rmtree(making, ignore_errors=True)
    return archive


def _whole(making: Path, workspace: Workspace) -> Path | None:
    """An archive in the folder that was written to its end."""
    for archive in sorted(making.glob(f"*{ENDING}")):
        try:
            check_model(archive, workspace.indexes)
        except ModelError:
            continue
        return archive
    return None
