"""Settings as frozen dataclasses: each field's type and range stand in its annotation, and are checked by it.

@dataclass(frozen=True)
class Example:
    epochs: Annotated[int, Meta(ge=1, le=100)] = 3

    def __post_init__(self) -> None:
        check_settings(self)
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from data.errors import SettingsError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Settings = TypeVar("Settings", bound="DataclassInstance")

WORDS: dict[Any, str] = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "a text",
    date: "a day like 2026-12-25",
    type(None): "nothing",
}


def read_settings(kind: type[Settings], given: Mapping[Any, Any]) -> Settings:
    """The settings that a dictionary from YAML or JSON gives; what it leaves out keeps its default.

    Args:
        kind: the dataclass.
        given: its fields by name; a list stands for a tuple, a whole number for a number.

    Raises:
        SettingsError: a name is unknown, or a value is of another type or out of its range.
    """
    hints = _hints(kind)
    if unknown := [name for name in given if name not in hints]:
        raise SettingsError(f"a setting must be one of {', '.join(hints)}. It was: {', '.join(map(repr, unknown))}")
    return kind(**{name: _converted(name, value, hints[name]) for name, value in given.items()})


def check_settings(settings: "DataclassInstance") -> None:
    """Checks each field against its annotation; for `__post_init__`.

    Raises:
        SettingsError: a value is of another type or out of its range.
    """
    for name, hint in _hints(type(settings)).items():
        _converted(name, getattr(settings, name), hint)


def _hints(kind: "type[DataclassInstance]") -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name] for field in fields(kind)}


def _converted(name: str, value: object, hint: Any) -> Any:
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError:
        raise SettingsError(f"{name} must be {_in_words(hint)}. It was: {value!r}") from None


def _in_words(hint: Any) -> str:
    """A type and its range, e.g. `a number in [0, 1]`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        limits = arguments[1]
        return f"{_in_words(arguments[0])} {f'of at least {limits.ge:g}' if limits.le is None else f'in [{limits.ge:g}, {limits.le:g}]'}"
    if origin is Literal:
        return f"one of {', '.join(map(str, arguments))}"
    if origin is tuple:
        return f"a list, each item {_in_words(arguments[0])}"
    return " or ".join(WORDS[argument] for argument in arguments or (hint,))
