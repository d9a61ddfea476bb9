"""Environment variables in settings."""

import pytest

from data.errors import SettingsError
from data.variables import with_variables


def test_texts_and_mappings_of_texts_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    assert with_variables("Bearer ${TOKEN}, $TOKEN") == "Bearer secret, $TOKEN"
    assert with_variables({"a": {"b": "${TOKEN}"}, "c": 3, "d": ["x"]}) == {"a": {"b": "secret"}, "c": 3, "d": ["x"]}


def test_a_variable_that_is_not_set_is_named() -> None:
    with pytest.raises(SettingsError, match="NOT_SET_ANYWHERE must be set"):
        with_variables("${NOT_SET_ANYWHERE}")
