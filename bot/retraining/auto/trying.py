"""Tries settings on the workspace's examples, and puts the best ones into a copy of `config.yml` that a candidate is trained with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ruamel.yaml import YAML

from bot.models.bundle import COMPONENT
from bot.models.configured import classifier_settings
from bot.retraining.suggestions.reading import worth_learning
from bot.workspace import Workspace, private_folder
from data.errors import DataError
from data.formats.examples.rasa_yaml import read_examples
from finetune.settings import TrainingSettings
from finetune.training.fit import Report
from finetune.training.trials import Tried, try_settings

NAME = "tried.yml"


def tried_config(
    workspace: Workspace, trials: int, report: Callable[[Tried], None], progress: Report = lambda _: None
) -> tuple[Path, Tried]:
    """Tries settings; the configuration with the best ones, and what these are.

    Raises:
        DataError: `config.yml` or the examples can't be read, or the examples are too few.
        SettingsError: a setting is out of range, or what trying them needs is not installed.
    """
    own = {name: value for name, value in classifier_settings(workspace.config).items() if name != "name"}
    examples = worth_learning(read_examples(workspace.data / "nlu"))
    best = try_settings(examples, workspace.encoders, TrainingSettings.from_config(own), trials, report, progress)[0]
    yaml = YAML()
    content = yaml.load(workspace.config)
    for component in content["pipeline"]:
        if str(component.get("name", "")).endswith(COMPONENT):
            component.update(best.changes)
    private_folder(workspace.private)
    file = workspace.private / NAME
    try:
        with file.open("w", encoding="utf-8") as lines:
            yaml.dump(content, lines)
    except OSError as error:
        raise DataError(f"{file} can't be written: {error}") from error
    return file, best
