"""`${NAME}` in settings stands for the value of an environment variable: secrets need not stand in files."""

from __future__ import annotations

import os
import re
from typing import Any

from data.errors import SettingsError

VARIABLE = re.compile(r"\$\{(\w+)\}")


def with_variables(value: Any) -> Any:
    """A setting with each `${NAME}` replaced by what the environment says: in a text, or in the texts of a mapping.

    Raises:
        SettingsError: a variable is not set.
    """
    if isinstance(value, dict):
        return {name: with_variables(each) for name, each in value.items()}
    return VARIABLE.sub(lambda found: _variable(found[1]), value) if isinstance(value, str) else value


def _variable(name: str) -> str:
    if name not in os.environ:
        raise SettingsError(f"the environment variable {name} must be set, since ${{{name}}} stands here. It is not set")
    return os.environ[name]
