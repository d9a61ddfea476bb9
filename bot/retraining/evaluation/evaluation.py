"""What is known once all questions were asked: figures by kind of question, the worst answers, and how honest the confidence is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.retraining.evaluation.judging import STATES, Outcome

if TYPE_CHECKING:
    from finetune.evaluation.reliability import Reliability


@dataclass(frozen=True)
class Counts:
    """How questions of one kind came out.

    Attributes:
        name: of the kind.
        questions: how many there are: the sum of the other three.
        right: answered, asked back or handed over as expected.
        unanswered: wrong without saying anything false: asked back or handed over needlessly, or a part left out.
        wrong_answers: wrong and confident.
    """

    name: str
    questions: int
    right: int
    unanswered: int
    wrong_answers: int

    @property
    def share(self) -> float:
        """Of the right ones, in [0, 1]."""
        return self.right / self.questions

    @classmethod
    def of(cls, name: str, outcomes: Iterable[Outcome]) -> Counts:
        states = [outcome.state for outcome in outcomes]
        return cls(name, len(states), *(states.count(state) for state in STATES))


@dataclass(frozen=True)
class Evaluation:
    """A model asked a set of questions.

    Attributes:
        model: its name.
        outcomes: in the order of the questions; at least one.
    """

    model: str
    outcomes: tuple[Outcome, ...]

    @property
    def all(self) -> Counts:
        return Counts.of("all", self.outcomes)

    @property
    def by_expected(self) -> list[Counts]:
        return self._by(lambda outcome: outcome.question.expected)

    @property
    def by_language(self) -> list[Counts]:
        return self._by(lambda outcome: outcome.question.lang)

    @property
    def by_group(self) -> list[Counts]:
        return self._by(lambda outcome: outcome.question.group)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of right outcomes lies with 95 % certainty, given so few questions (Wilson's interval)."""
        from scipy.stats import binomtest  # takes a second to import

        found = binomtest(self.all.right, self.all.questions).proportion_ci(method="wilson")
        return float(found.low), float(found.high)

    @property
    def reliability(self) -> Reliability:
        """Whether the decisions' confidence says how often they are right; over all outcomes."""
        import numpy as np

        from finetune.evaluation.reliability import reliability

        return reliability(
            np.array([outcome.confidence for outcome in self.outcomes]), np.array([outcome.right for outcome in self.outcomes])
        )

    @property
    def worst(self) -> list[Outcome]:
        """All that weren't right: the wrong answers before the unanswered, the surest first."""
        missed = [outcome for outcome in self.outcomes if not outcome.right]
        return sorted(missed, key=lambda outcome: (outcome.state != "wrong_answer", -outcome.confidence))

    def _by(self, key: Callable[[Outcome], str]) -> list[Counts]:
        parts = defaultdict(list)
        for outcome in self.outcomes:
            parts[key(outcome)].append(outcome)
        return [Counts.of(name, outcomes) for name, outcomes in sorted(parts.items(), key=lambda part: (-len(part[1]), part[0]))]
