"""Yes or no, with a sentence for each reason: from two models' outcomes on the same questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.models.promotion_settings import PromotionSettings
from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.judging import Outcome
from bot.retraining.gate.groups import GROUP, treated_differently

# However it may have come about, so much more of the questions may not be answered wrongly and with confidence.
MORE_WRONG = 0.01


@dataclass(frozen=True)
class Verdict:
    """What the gate says.

    Attributes:
        comparison: the candidate (`after`) beside the served model.
        reasons: why the candidate is refused, a sentence each; empty if it isn't.
    """

    comparison: Comparison
    reasons: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        return not self.reasons


def judge_candidate(comparison: Comparison, objections: Sequence[str], settings: PromotionSettings) -> Verdict:
    """Decides by what both came to, and by what was found in the candidate's new answers."""
    reasons = [*_worse_overall(comparison, settings), *_worse_intents(comparison, settings), *_more_wrong(comparison, settings)]
    return Verdict(comparison, (*reasons, *_groups(comparison), *objections))


def _worse_overall(comparison: Comparison, settings: PromotionSettings) -> Iterator[str]:
    if comparison.worse > comparison.better and comparison.p_value < settings.significance:
        yield (
            f"It is worse overall: {comparison.worse} questions are right only today, {comparison.better} only with it "
            f"(p = {comparison.p_value:.3f}, McNemar's exact test)."
        )


def _worse_intents(comparison: Comparison, settings: PromotionSettings) -> Iterator[str]:
    pairs = defaultdict(list)
    for before, after in zip(comparison.before.outcomes, comparison.after.outcomes):
        for intent in {part.intent for part in before.question.parts if part.intent}:
            pairs[intent].append((before, after))
    for intent, both in sorted(pairs.items()):
        of_intent = Comparison(*(Evaluation("", tuple(outcomes)) for outcomes in zip(*both)))
        lost = of_intent.worse - of_intent.better
        named = intent in settings.important_intents
        enough = len(both) >= settings.fewest_questions and of_intent.p_value < settings.significance
        if lost > 0 and (named or enough):
            why = ", which promotion.yml names" if named else ""
            yield (
                f"It is worse for {intent}{why}: of {len(both)} questions, {of_intent.worse} are right only today, "
                f"{of_intent.better} only with it (p = {of_intent.p_value:.3f})."
            )


def _more_wrong(comparison: Comparison, settings: PromotionSettings) -> Iterator[str]:
    from scipy.stats import binomtest  # takes a second to import

    states = [(before.state, after.state) for before, after in zip(comparison.before.outcomes, comparison.after.outcomes)]
    new = sum(after == "wrong_answer" != before for before, after in states)
    gone = sum(before == "wrong_answer" != after for before, after in states)
    likely = float(binomtest(new, new + gone, alternative="greater").pvalue) if new + gone else 1.0
    if new > gone and (likely < settings.significance or new - gone > MORE_WRONG * len(states)):
        yield (
            f"It is wrong and confident more often: {new} questions are so only with it, {gone} only today "
            f"(of {len(states)}, p = {likely:.3f})."
        )


def _groups(comparison: Comparison) -> Iterator[str]:
    sets: dict[str, list[tuple[Outcome, Outcome]]] = defaultdict(list)
    for before, after in zip(comparison.before.outcomes, comparison.after.outcomes):
        if before.question.group == GROUP:
            sets[before.question.place].append((before, after))
    for both in sets.values():
        was, comes = ([pair[place] for pair in both] for place in (0, 1))
        if treated_differently([comes]) and not treated_differently([was]):
            odd = {tuple(map(str, each.came)): each for each in comes}
            said = "; ".join(f"“{each.question.text}” → {each.came_in_words}" for each in list(odd.values())[:2])
            yield f"It treats people differently who ask the same: {said}."
