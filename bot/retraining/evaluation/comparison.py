"""Two models asked the same questions."""

from __future__ import annotations

from dataclasses import dataclass

from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.judging import Outcome
from data.errors import DataError


@dataclass(frozen=True)
class Change:
    """A question that two models met differently."""

    before: Outcome
    after: Outcome

    @property
    def kind(self) -> str:
        """`better`, `worse`, or `other`: as right or wrong as before, but in another way."""
        if self.before.right == self.after.right:
            return "other"
        return "better" if self.after.right else "worse"


@dataclass(frozen=True)
class Comparison:
    """A model beside another, question by question.

    Attributes:
        before: the other model.
        after: the model that is evaluated.
    """

    before: Evaluation
    after: Evaluation

    def __post_init__(self) -> None:
        first, second = ([outcome.question for outcome in each.outcomes] for each in (self.before, self.after))
        if first != second:
            raise DataError(f"two models can be compared on the same questions only. They were asked {len(first)} and {len(second)}")

    @property
    def changes(self) -> list[Change]:
        """Questions with another decision: those that are worse first, then the better ones, then the rest."""
        pairs = zip(self.before.outcomes, self.after.outcomes)
        found = [Change(*pair) for pair in pairs if (pair[0].state, pair[0].came) != (pair[1].state, pair[1].came)]
        return sorted(found, key=lambda change: ("worse", "better", "other").index(change.kind))

    @property
    def better(self) -> int:
        """Questions that only `after` met rightly."""
        return sum(change.kind == "better" for change in self.changes)

    @property
    def worse(self) -> int:
        """Questions that only `before` met rightly."""
        return sum(change.kind == "worse" for change in self.changes)

    @property
    def p_value(self) -> float:
        """How likely a difference at least so large is by chance, if both are equally good: McNemar's exact test.

        Only the questions count that one met rightly and the other didn't; under chance, half of them go each way
        (McNemar 1947, “Note on the sampling error of the difference between correlated proportions or percentages”).
        """
        from scipy.stats import binomtest  # takes a second to import

        differing = self.better + self.worse
        return float(binomtest(self.better, differing).pvalue) if differing else 1.0
