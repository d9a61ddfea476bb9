"""The questions of a message, one by one: what each would be answered with, and whether that is better than one answer to all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from bot.components.asked import Asked
from bot.components.beyond import beyond
from bot.decisions.asks_several import both_vectors, features
from bot.decisions.decision import Decision
from bot.decisions.ranking import likeliest
from bot.decisions.splitting import asks, told_besides
from bot.decisions.weights import Kind
from bot.domain import PASSAGE, SMALL_TALK
from finetune.arrays import Floats

# One of several questions is answered from this probability on, since the others stand beside it.
PART_AT = 0.3
# A template that is as probable as that isn't searched for anew under the name of what the message is about.
CLEAR_AT = 0.6
# A message that is answered as surely as that isn't looked through for clauses that ask something else: of 150 such messages two did.
SETTLED_AT = 0.8
# A clause that doesn't ask, as “I can't get into my account”, is a question of its own only where its template is as probable as that.
TOLD_AT = 0.9
MARKS = re.compile(r"[?？؟]")

Decide = Callable[[Asked], Decision]


@dataclass
class Decided:
    """A question, and what to do with it."""

    asked: Asked
    decision: Decision

    @property
    def answer(self) -> tuple[str, object]:
        """What is said: the template's intent, or the passage."""
        if self.decision.kind != "passage":
            return self.decision.kind, self.decision.intent
        passage = self.asked.hits[0].passage
        sections = frozenset(source.dialogue for source in passage.sources)  # of two, either may be the first
        return self.decision.kind, sections if passage.document else passage.id

    @property
    def answerable(self) -> float:
        """How probable the better of template and passage is."""
        return max(self.decision.chances["template"], self.decision.chances["passage"])


def parts_of(asked: Sequence[Asked], decide: Decide) -> list[Decided]:
    """The questions of a message with what each is answered with, in their order; none if they come down to one.

    Args:
        asked: the message, and its parts (`bot.components.asked.texts_asked`).
        decide: on one question.
    """
    kept: list[Decided] = []
    parts = [list(readings) for place, readings in groupby(asked, key=lambda each: each.part) if place is not None]
    for left, readings in zip(range(len(parts), 0, -1), parts):
        if len(kept) + left < 2:
            break  # they come down to one, whatever the rest asks
        part = _best(readings, decide, {other.answer for other in kept})
        if part.asked.scope == "clause" and not _is_question(part):
            continue
        part = _inclined(part)
        if part.decision.kind == "clarify" or part.decision.intent in SMALL_TALK:
            continue  # it was told, or goes on with what another one asks
        twin = next((place for place, other in enumerate(kept) if part.decision.answers and other.answer == part.answer), None)
        if twin is None:
            kept.append(part)
        elif part.answerable > kept[twin].answerable:
            kept[twin] = part
    return kept if len(kept) > 1 and any(part.decision.answers for part in kept) else []


def vectors_of(asked: Sequence[Asked]) -> Floats:
    """What is read of a message (3 D,), from `bot.components.asked.texts_asked`, to tell whether it asks several things."""
    parts = {each.part: each for each in reversed(asked) if each.part is not None}  # of each, as it stands by itself
    return both_vectors(*(each.prediction.sentence for each in (asked[0], parts[min(parts)], parts[max(parts)])))


def both_readings(text: str, whole: Decided, parts: Sequence[Decided], read: float) -> Mapping[str, float]:
    """What tells whether a message is better answered in parts (`bot.decisions.asks_several`).

    Args:
        text: the message.
        whole: the message as one question.
        parts: its questions.
        read: log-odds that it asks several things, by `vectors_of` it.
    """
    answered = [part for part in parts if part.decision.answers]
    said = {part.answer for part in answered}
    vectors = np.stack([part.asked.prediction.sentence for part in parts])  # (P, D)
    return features(
        answered=[part.answerable for part in answered],
        unknown=[part.decision.chances["hand_over"] for part in parts if not part.decision.answers],
        whole=whole.answerable,
        said_anyway=whole.answer in said,
        marks=len(MARKS.findall(text)),
        shortest=min(len(part.asked.prediction.reading.ids) for part in parts),
        unmarked=parts[0].asked.scope == "clause",
        asking=sum(asks(part.asked.text) for part in parts),
        alike=float(np.triu(vectors @ vectors.T, 1).max()),
        linked=len(told_besides(text)) > 1,
        read=read,
    )


def _best(readings: Sequence[Asked], decide: Decide, said: Set[object]) -> Decided:
    """Of one question's readings the one to go by: itself, unless what it is about stands elsewhere in the message.

    What answers an earlier question says nothing of a later one, though both together are like it.
    """
    best = Decided(readings[0], decide(readings[0]))
    clear = best.decision.kind == "template" and best.answerable >= CLEAR_AT
    for each in readings[1:]:
        if each.scope == "part_in_context" and best.decision.answers:
            continue
        other = Decided(each, decide(each))
        if other.answer in said:
            if (more := beyond(other.decision.intent, other.asked, readings[0])) is None:
                continue
            other = Decided(more, decide(more))
        if other.asked.scope == "part_named":
            by_passage = other.decision.chances["passage"] > other.decision.chances["template"]
            if not clear and by_passage and other.answerable > best.answerable:
                best = other
        elif other.decision.answers and not best.decision.answers:
            best = other
    return best


def _is_question(clause: Decided) -> bool:
    """Whether a clause of a message that shows no boundary between questions is one of its own."""
    chances = clause.decision.chances
    if clause.decision.intent in SMALL_TALK:
        return False
    return max(chances["template"], chances["passage"]) >= CLEAR_AT if asks(clause.asked.text) else chances["template"] >= TOLD_AT


def _inclined(part: Decided) -> Decided:
    """The decision on one of several questions: an answer that is probable enough is given."""
    decision, asked = part.decision, part.asked
    kind: Kind = "template" if decision.chances["template"] >= decision.chances["passage"] else "passage"
    said = [hit for hit in asked.hits if not hit.passage.document]  # of a section, the decision has said that it doesn't answer
    if decision.answers or decision.chances[kind] < PART_AT or (kind == "passage" and not said):
        return part
    if kind == "passage":
        asked.put_first(document=False)
    return Decided(asked, replace(decision, kind=kind, intent=likeliest(asked.ranking) if kind == "template" else PASSAGE))
