"""Answers to approve: one card for an answer that agents gave again and again, with what contradicts it beside it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from bot.retraining.suggestions.answer_book import AnswerBook, Given
from bot.reviews.records import HABIT, Answer, Asked, id_of
from data.folding import folded
from data.languages import language_of
from data.mining.courtesies import strip_courtesies
from finetune.arrays import Floats
from retrieval.building.contradictions import contradiction
from retrieval.building.standing import Embed

# After a hand-over, an answer that was given once is enough: the assistant didn't know it. Of these there is one for each such conversation
# at most, so that only the newest are shown.
MOST_SINGLE = 20
# An answer that a template says already (cosine) needs no card.
TEMPLATE = 0.8
# Answers are to the same question if the newest questions that they were given to have this cosine, or they themselves have it.
SAME_QUESTION = 0.6
# Contradicting answers that are shown beside one.
OTHERS = 4
# Questions that are looked at of an answer.
LOOKED_AT = 20


def proposed_answers(
    book: AnswerBook, asked: Mapping[str, Asked], templates: Sequence[str], embed: Embed, handed_over: Collection[str] = ()
) -> list[Answer]:
    """Cards for answers, those first that customers were unhappy with, then the commonest.

    Args:
        book: what agents answered.
        asked: the questions of the logs, by their text folded.
        templates: what the assistant says already.
        embed: turns texts into vectors (N, D) of length 1.
        handed_over: the dialogues in which an agent answered what a bot didn't know.
    """
    said = embed(templates) if templates else np.zeros((0, 1), dtype=np.float32)
    new = [given for given in book.answers if not len(said) or float((said @ given.vector).max()) < TEMPLATE]
    questions = embed([given.pairs[0].question for given in new]) if new else np.zeros((0, 1), dtype=np.float32)
    answers = np.stack([given.vector for given in new]) if new else questions
    single = set(_newest_single(new, handed_over))
    cards: list[Answer] = []
    shown: set[int] = set()
    for place, given in enumerate(new):
        if place in shown or not (len(given.dialogues) >= HABIT or place in single):
            continue
        contrary = list(_contrary(place, new, questions, answers))
        shown.update(other for other, _ in contrary)
        cards.append(_card([(given, ""), *((new[other], why) for other, why in contrary)], asked))
    return sorted(cards, key=lambda card: (-card.unhappy, -card.answer.count))


def _newest_single(new: Sequence[Given], handed_over: Collection[str]) -> list[int]:
    """The places of answers that were given once, after a hand-over, the newest first."""
    once = [place for place, given in enumerate(new) if len(given.dialogues) < HABIT and set(given.dialogues) & set(handed_over)]
    return sorted(once, key=lambda place: new[place].date or datetime.date.min, reverse=True)[:MOST_SINGLE]


def _contrary(place: int, new: Sequence[Given], questions: Floats, answers: Floats) -> Iterator[tuple[int, str]]:
    """Answers to the same question that contradict this one, and why, in words that hold for the older of the two."""
    own = new[place]
    near = np.maximum(questions @ questions[place], answers @ answers[place])  # (G,)
    for other in np.argsort(-near, kind="stable")[: OTHERS * 3].tolist():
        if other == place or near[other] < SAME_QUESTION:
            continue
        older, newer = sorted((own, new[other]), key=lambda given: given.date or datetime.date.min)
        if why := contradiction(older.text, newer.text):
            yield other, why


def _card(answers: Sequence[tuple[Given, str]], asked: Mapping[str, Asked]) -> Answer:
    """A card whose answer is the newest of those that contradict each other."""
    (newest, _), *others = sorted(answers, key=lambda each: each[0].date or datetime.date.min, reverse=True)
    reasons = [why for _, why in answers if why]
    outdated = [given.said(why=why or reasons[0]) for given, why in others]
    questions: dict[str, Asked] = {}
    for given, _ in answers:
        for pair in given.pairs[:LOOKED_AT]:
            text = " ".join(strip_courtesies(pair.question).split())
            known = asked.get(folded(text)) or Asked(text, language_of(text), (pair.dialogue,), pair.date, given.text)
            questions.setdefault(folded(text), known)
    unhappy = sum(question.unhappy for question in questions.values())
    return Answer(
        id=id_of("answer", [newest.text]),
        language=language_of(newest.text),
        answer=newest.said(),
        questions=tuple(questions.values()),
        others=tuple(outdated[:OTHERS]),
        unhappy=unhappy,
    )
