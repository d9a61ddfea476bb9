"""What `config.yml` says of our classifier, without importing Rasa."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.models.bundle import COMPONENT
from data.errors import DataError


def classifier_settings(config: Path) -> dict[str, Any]:
    """The settings under the classifier in the pipeline; none if it isn't there.

    Raises:
        DataError: the file can't be read.
    """
    try:
        record = YAML(typ="safe").load(config.read_text(encoding="utf-8"))
    except (OSError, ValueError, YAMLError) as error:
        raise DataError(f"{config} can't be read: {error}") from error
    pipeline = (record or {}).get("pipeline") or ()
    return next((entry for entry in pipeline if str(entry.get("name", "")).endswith(COMPONENT)), {})
