"""Proposed intents from groups of questions: described, joined, and taken apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from bot.domain import NO_ANSWERS
from bot.retraining.suggestions.naming import names_of, words_of
from bot.reviews.records import Asked, NewIntent, Said, id_of

KIND = "intent"
# Answers that are shown of a group, and intents that it may belong to.
ANSWERS, CONFLICTS = 3, 3
# Of an intent that answers nothing, as thanks, so much of a group must be: any angry message reads a little like one who wants a person.
MOST_OF_IT = 0.5


@dataclass(frozen=True)
class Group:
    """Questions of one kind, the most typical first, with what is known of each.

    Attributes:
        halves: in which of two groups each would be.
        likely: the existing intent that each may belong to; empty if none fits at all.
    """

    questions: Sequence[Asked]
    halves: Sequence[int]
    likely: Sequence[str]


def described(groups: Sequence[Group], taken: Sequence[str], answers: Sequence[Sequence[Said]]) -> list[NewIntent]:
    """The groups as proposed intents, in their order.

    Args:
        taken: names of the intents that exist.
        answers: what agents answered in each group, the commonest first.
    """
    words = words_of([group.questions for group in groups])
    names = names_of(words, taken)
    return [_described(*each) for each in zip(groups, words, names, answers)]


def joined(intents: Sequence[NewIntent]) -> NewIntent:
    """Several proposed intents as one, which has the name of the largest; its two halves are the largest and the others."""
    first, *others = sorted(intents, key=lambda intent: -len(intent.questions))
    questions = [*first.questions, *(question for other in others for question in other.questions)]
    halves = [0] * len(first.questions) + [1] * (len(questions) - len(first.questions))
    answers: dict[str, Said] = {}
    for said in (said for intent in (first, *others) for said in intent.answers):
        answers.setdefault(said.text, said)
    total = sum(len(intent.questions) for intent in intents)
    conflicts: dict[str, float] = defaultdict(float)
    for intent in intents:
        for name, share in intent.conflicts:
            conflicts[name] += share * len(intent.questions) / total
    best = sorted(answers.values(), key=lambda said: -said.count)[:ANSWERS]
    return msgspec.structs.replace(
        _counted(first, questions, halves), answers=tuple(best), conflicts=tuple(sorted(conflicts.items(), key=lambda each: -each[1]))
    )


def part_of(intent: NewIntent, texts: Sequence[str]) -> NewIntent:
    """Some of the questions of a proposed intent, as one of its own."""
    chosen = set(texts)
    kept = [(question, half) for question, half in zip(intent.questions, intent.halves) if question.text in chosen]
    part = _counted(intent, [question for question, _ in kept], [half for _, half in kept])
    (words,) = words_of([[question for question, _ in kept]])
    (name,) = names_of([words], [])
    dialogues = {dialogue for question, _ in kept for dialogue in question.dialogues}
    answers = tuple(said for said in intent.answers if dialogues & set(said.dialogues))
    return msgspec.structs.replace(part, name=name, words=words, answers=answers)


def _described(group: Group, words: tuple[str, ...], name: str, answers: Sequence[Said]) -> NewIntent:
    likely = Counter(filter(None, group.likely))
    shares = {intent: count / len(group.questions) for intent, count in likely.most_common(CONFLICTS)}
    conflicts = tuple((intent, share) for intent, share in shares.items() if intent not in NO_ANSWERS or share >= MOST_OF_IT)
    empty = NewIntent("", name, words, (), (), {}, {}, tuple(answers[:ANSWERS]), conflicts)
    return _counted(empty, group.questions, group.halves)


def _counted(intent: NewIntent, questions: Sequence[Asked], halves: Sequence[int]) -> NewIntent:
    """A proposed intent with other questions; what is counted of them is counted anew."""
    languages, months = Counter[str](), Counter[str]()
    for question in questions:
        languages[question.language] += question.count
        if question.date:
            months[f"{question.date:%Y-%m}"] += question.count
    return msgspec.structs.replace(
        intent,
        id=id_of(KIND, [question.text for question in questions]),
        questions=tuple(questions),
        halves=tuple(halves),
        languages=dict(languages.most_common()),
        months=dict(sorted(months.items())),
    )
