"""Somebody who knows the right answers, and looks at what a page shows: eight questions of a group, not at all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bench.learning.hidden import Hidden
from bot.retraining.review.session import Session
from bot.reviews.records import BORDERLINE, TYPICAL, Asked, Labels, NewIntent, Suggestion, Suspicious, Unsure
from data.folding import folded

# A group is accepted if so many of the questions that are shown mean the same; else it is split.
AGREE = 0.6


class Reviewer:
    """Decides on suggestions until the decisions are used up."""

    def __init__(self, session: Session, truth: Hidden, decisions: int) -> None:
        self.session, self.truth, self.left = session, truth, decisions
        self.intents = {folded(example.text): example.intent for example in (*truth.labelled, *truth.log)}
        self.purity: list[tuple[int, int]] = []
        self.found: set[str] = set()

    def decide(self, suggestions: Sequence[Suggestion]) -> None:
        """Decides on each suggestion in its order; one that is no use to decide on costs a decision, too."""
        for suggestion in suggestions:
            if self.left > 0:
                self.left -= 1
                if isinstance(suggestion, (NewIntent, Labels)):
                    self._decide_group(suggestion)
                elif isinstance(suggestion, Unsure):
                    self.session.label(suggestion, self.truth.intent_of(suggestion.question.dialogues))
                elif isinstance(suggestion, Suspicious):
                    self.session.label(suggestion, self.intents[folded(suggestion.text)])

    def _decide_group(self, group: NewIntent | Labels) -> None:
        shown = [*group.questions[:TYPICAL], *group.questions[TYPICAL:][-BORDERLINE:]]
        intent, count = Counter(map(self._meant, shown)).most_common(1)[0]
        if count >= AGREE * len(shown):
            self.session.label(group, intent)
            right = sum(self._meant(question) == intent for question in group.questions)
            if isinstance(group, NewIntent):
                self.purity.append((right, len(group.questions)))
            if intent in self.truth.hidden:
                self.found.add(intent)
        elif isinstance(group, NewIntent) and any(group.halves) and not all(group.halves):
            self.session.split(group)

    def _meant(self, question: Asked) -> str:
        return self.truth.intent_of(question.dialogues)
