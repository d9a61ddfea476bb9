"""The model that figures are of: the served one, unless it is a first model, as `heed run` and the tests train it in minutes."""

from pathlib import Path

from bot.models.archive import is_provisional, served_model
from data.errors import ModelError


def whole_model() -> Path:
    """Its archive.

    Raises:
        ModelError: there is no model, or the served one is a first model.
    """
    archive = served_model()
    if is_provisional(archive):
        raise ModelError(f"{archive} is a first model, which knows less than a whole one does; train one with `rasa train`")
    return archive
