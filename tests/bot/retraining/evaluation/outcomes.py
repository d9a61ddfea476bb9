"""Outcomes in short, for the tests of what is made of them."""

from bot.decisions.questions import Part, Question
from bot.retraining.evaluation.judging import Outcome, judge
from tests.support.scripted_assistant import HAND_OVER, template


def outcome(
    text: str, expected: str, came: str, confidence: float = 0.9, lang: str = "en", said: str = "…", group: str = "shop"
) -> Outcome:
    """A question whose expected template is `expected`, answered with the template `came`; an empty name is a hand-over."""
    part = Part("template", expected) if expected else Part("hand_over")
    answer = template(came, confidence, said) if came else {**HAND_OVER, "confidence": confidence}
    return judge(Question(text, (part,), lang, group), answer)
