"""What all decisions come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.reviews.log import MODEL, Decision, standing
from data.folding import folded


@dataclass
class Outcome:
    """The labels, answers and refusals that hold.

    Attributes:
        labels: a text's intent, by the text folded; with the text as it was asked.
        templates: what a new intent's template says, by intent.
        titles: a typical question of each intent that a group was accepted as.
        answers: decisions that approve an answer.
        relabelled: decisions that changed a written example's label. `restored` are those of them that were undone.
        refused: texts, folded, that are never suggested again.
        settled: ids of suggestions that need no decision any more.
        merged: ids of suggestions that are one; `split`: the parts of suggestions, by id.
    """

    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    answers: list[Decision] = field(default_factory=list)
    relabelled: list[Decision] = field(default_factory=list)
    restored: list[Decision] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    merged: list[tuple[str, ...]] = field(default_factory=list)
    split: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    @property
    def known(self) -> set[str]:
        """Texts, folded, that were decided on."""
        return {*self.labels, *self.refused}


def outcome(decisions: Sequence[Decision]) -> Outcome:
    """Reads decisions in order: of two about the same text the later one holds, but a person's outranks the classifier's own."""
    result = Outcome()
    by_person: set[str] = set()
    holding = standing(decisions)
    kept = {decision.id for decision in holding}
    result.restored = [each for each in decisions if each.was and each.id not in kept]
    for decision in holding:
        if decision.action == "merge":
            result.merged.append(decision.suggestions)
            continue
        if decision.action == "split":
            for suggestion in decision.suggestions:
                result.split[suggestion] = decision.parts
            continue
        result.settled.update(decision.suggestions)
        if decision.action == "answer":
            result.answers.append(decision)
        else:
            _read_label(decision, result, by_person)
    return result


def _read_label(decision: Decision, result: Outcome, by_person: set[str]) -> None:
    for text in decision.texts:
        key = folded(text)
        if decision.who == MODEL and key in by_person:
            continue
        if decision.who != MODEL:
            by_person.add(key)
        if decision.action == "refuse":
            result.labels.pop(key, None)
            result.refused.add(key)
        else:
            result.refused.discard(key)
            result.labels[key] = (text, decision.intent)
    if decision.action == "label":
        if decision.was and decision.was != decision.intent:
            result.relabelled.append(decision)
        if len(decision.texts) > 1:
            result.titles.setdefault(decision.intent, decision.texts[0])
        if decision.answer:
            result.templates[decision.intent] = decision.answer
