import pytest

from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Evaluation
from data.errors import DataError
from tests.bot.retraining.evaluation.outcomes import outcome


def evaluation(model: str, *came: str) -> Evaluation:
    """Six questions whose template is `a`."""
    return Evaluation(model, tuple(outcome(str(number), "a", name) for number, name in enumerate(came)))


def test_questions_that_were_met_differently() -> None:
    compared = Comparison(evaluation("old", "a", "b", "b", "a", "b", ""), evaluation("new", "a", "a", "", "b", "b", "a"))
    assert [(change.after.question.text, change.kind) for change in compared.changes] == [
        ("3", "worse"),
        ("1", "better"),
        ("5", "better"),
        ("2", "other"),
    ]
    assert (compared.better, compared.worse) == (2, 1)


def test_mcnemar() -> None:
    clear = Comparison(evaluation("old", *"bbbbbb"), evaluation("new", *"aaaaaa"))
    assert clear.p_value == pytest.approx(2 * 0.5**6)
    assert Comparison(evaluation("old", *"abbbbb"), evaluation("new", *"baaaaa")).p_value == pytest.approx(2 * 7 * 0.5**6)
    assert Comparison(evaluation("old", *"ab"), evaluation("new", *"ab")).p_value == 1


def test_only_the_same_questions_can_be_compared() -> None:
    with pytest.raises(DataError, match=r"same questions only\. They were asked 1 and 2"):
        Comparison(evaluation("old", "a"), evaluation("new", *"ab"))
