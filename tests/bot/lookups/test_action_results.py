"""Rasa's check of what an action gave, by a validator that is made once."""

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction

from bot.lookups.action_results import check_schema_once


def test_results_are_checked_as_rasa_does() -> None:
    check_schema_once()
    action = RemoteAction("action_look_up_order", None)
    assert action._validate_action_result({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hello"}]})
    for wrong in ({"events": "none"}, {"responses": ["hello"]}, {"events": [{"name": "a"}]}, []):
        with pytest.raises(jsonschema.ValidationError, match="action_look_up_order"):
            action._validate_action_result(wrong)  # type: ignore[arg-type]
