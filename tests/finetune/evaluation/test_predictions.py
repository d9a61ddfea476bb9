"""What counts as a good decision."""

import pytest

from finetune.evaluation.predictions import EvaluatedMessage
from tests.finetune.evaluation.messages import message


@pytest.mark.parametrize(
    ("evaluated", "well"),
    [
        (message("a", "a"), True),
        (message("a", "b"), False),
        (message("c", "b", decision="clarify"), True),
        (message("a", "b", decision="clarify"), False),
        (message("a", "b", decision="hand_over"), True),
        (message("a", "a", decision="hand_over"), False),
        (message(None, "a", out_of_scope=True), False),
        (message(None, "a", decision="hand_over", out_of_scope=True), True),
        (message(None, "out_of_scope", out_of_scope=True), True),
        (message("oos", "oos", decision="hand_over", out_of_scope=True), True),
    ],
)
def test_what_a_good_decision_is(evaluated: EvaluatedMessage, well: bool) -> None:
    assert evaluated.well_decided is well
