"""Whether an answer is the expected one, and how bad it is if not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from bot.decisions.questions import Part, Question

# right: as expected. unanswered: wrong, but nothing false was said: asked back, handed over, or a part left out.
# wrong_answer: wrong and confident: an answer was given where another, or none, was right.
State = Literal["right", "unanswered", "wrong_answer"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Outcome:
    """A question, and what came.

    Attributes:
        question: with what was expected.
        came: the decision on each thing that the assistant saw asked, in order.
        text: what it said.
        confidence: how likely it took its decision to be the right one, in [0, 1].
        state: how good that was.
    """

    question: Question
    came: tuple[Part, ...]
    text: str
    confidence: float
    state: State

    @property
    def right(self) -> bool:
        return self.state == "right"

    @property
    def expected_in_words(self) -> str:
        return in_words(self.question.parts)

    @property
    def came_in_words(self) -> str:
        return in_words(self.came)


def judge(question: Question, answer: Mapping[str, Any]) -> Outcome:
    """Judges an answer by its decisions; by its words only where a question says which an answer has.

    Args:
        question: what was asked.
        answer: as `bot.server.model.assistant.Assistant.ask` gives it; `parts` stands in it if several things were asked.
    """
    came = tuple(_part(each, answer["text"]) for each in answer.get("parts") or (answer,))
    return Outcome(question, came, answer["text"], answer["confidence"], _state(question.parts, came))


def in_words(parts: tuple[Part, ...]) -> str:
    return " + ".join(map(str, parts))


def _part(answered: Mapping[str, Any], said: str) -> Part:
    dialogues = [source["dialogue"] for source in answered.get("sources") or ()]
    return Part.of(answered["decision"], answered.get("intent") or "", dialogues, [said])


def _state(expected: tuple[Part, ...], came: tuple[Part, ...]) -> State:
    if _all_in_order(expected, came):
        return "right"
    false = [part for part in came if part.answers and not any(wanted.fulfilled_by(part) for wanted in expected)]
    return "wrong_answer" if false else "unanswered"


def _all_in_order(expected: tuple[Part, ...], came: tuple[Part, ...]) -> bool:
    """Whether each expected part was met in order, and nothing more came; one answer may meet successive parts."""
    reached = {-1}  # places in `came` that may have met the parts so far
    for wanted in expected:
        reached = {place for place, part in enumerate(came) if wanted.fulfilled_by(part) and reached & {place, place - 1}}
    return len(came) - 1 in reached
