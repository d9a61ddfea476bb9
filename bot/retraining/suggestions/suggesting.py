"""All suggestions from unlabelled questions, in the order in which a person should see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.domain import NO_ANSWERS, SMALL_TALK
from bot.retraining.suggestions.across_languages import joined_across_languages
from bot.retraining.suggestions.answer_book import AnswerBook
from bot.retraining.suggestions.confident import confident
from bot.retraining.suggestions.grouping import Rows, grouped
from bot.retraining.suggestions.groups import Group, described
from bot.retraining.suggestions.reading import FEWEST_INTENTS, Reading
from bot.retraining.suggestions.uncertain import uncertain
from bot.reviews.records import Answer, Asked, Labels, NewIntent, Suggestion, Suspicious, Unsure, id_of
from finetune.arrays import Floats, Ids

# An intent fits a question that is read rightly with at least this probability.
FITS = 0.9
# A group in which so many questions are read as one intent, with so much confidence on average, is that intent in other words.
SAME, SURE_ENOUGH = 0.7, 0.35
# Single questions that a person is asked about at a time.
MOST_UNSURE = 100


@dataclass
class Suggestions:
    """What is suggested, by kind; `older` questions weren't looked at (`bot.retraining.suggestions.asked`)."""

    intents: list[NewIntent] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    groups: list[Labels] = field(default_factory=list)
    unsure: list[Unsure] = field(default_factory=list)
    suspicious: list[Suspicious] = field(default_factory=list)
    labels: list[Labels] = field(default_factory=list)
    older: int = 0

    def all(self) -> list[Suggestion]:
        """All of them: first what the assistant doesn't know, last what it reads with confidence."""
        return [*self.intents, *self.answers, *self.groups, *self.unsure, *self.suspicious, *self.labels]


@dataclass(frozen=True)
class Groups:
    """Groups of questions that no intent surely fits: something new, or (with its name) an intent in other words."""

    new: list[Rows]
    known: list[tuple[Rows, str]]

    def dialogues(self, asked: Sequence[Asked]) -> set[str]:
        """The dialogues in which the questions of the new ones were asked."""
        return {dialogue for group in self.new for row in group.rows.tolist() for dialogue in asked[row].dialogues}


def new_and_known(asked: Sequence[Asked], reading: Reading, known: Floats) -> Groups:
    """The groups among questions that no intent fits.

    Only intents that answer something say what belongs together: who is furious about a seat, or is thanked for one, reads like somebody
    who wants a person or says thanks, however little else the assistant knows.

    Args:
        asked: N questions.
        reading: of them.
        known: a vector (K, E + D) of length 1 for the centre of each intent that exists.
    """
    unfit, topics = np.flatnonzero(_trusted(reading).right < FITS), reading.without(NO_ANSWERS)
    groups = joined_across_languages(grouped(topics, unfit, known), [each.language for each in asked], reading.sentences)
    likeliest = np.array(topics.likeliest, dtype=object)
    fitting = [(group, same_intent(group.rows, likeliest, topics)) for group in groups]
    return Groups([group for group, intent in fitting if intent is None], [(group, intent) for group, intent in fitting if intent])


def suggest(
    asked: Sequence[Asked],
    reading: Reading,
    groups: Groups,
    book: AnswerBook,
    taken: Collection[str] = (),
    most_unsure: int = MOST_UNSURE,
) -> Suggestions:
    """Suggestions on questions: new intents, labels, and questions to ask a person about.

    Args:
        asked: N questions.
        reading: of them.
        groups: of those that no intent surely fits.
        book: what agents answered.
        taken: names that no new intent can have.
        most_unsure: single questions at most.
    """
    rows = [group.rows for group in (*groups.new, *(group for group, _ in groups.known))]
    trusted, few = _trusted(reading), _knows_few(reading)
    unfit = np.flatnonzero(trusted.right < FITS)
    single = np.setdiff1d(unfit, np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64))
    return Suggestions(
        intents=_new_intents(groups.new, asked, np.array(trusted.likeliest, dtype=object), trusted, book, taken),
        groups=[_one_intent(group.rows, intent, asked, reading) for group, intent in groups.known],
        unsure=uncertain(asked, reading, single, 0 if few else most_unsure),
        labels=confident(asked, reading, [intent for intent in NO_ANSWERS if intent not in SMALL_TALK]),
    )


def _trusted(reading: Reading) -> Reading:
    """A reading in what it can be trusted in.

    Who knows hardly any topic takes whatever is about one for a wish to see a person, or for out of scope.
    """
    return reading.without([intent for intent in NO_ANSWERS if intent not in SMALL_TALK]) if _knows_few(reading) else reading


def _knows_few(reading: Reading) -> bool:
    """Whether there are hardly any intents that answer something, as in an assistant that has just been set up."""
    return len(reading.without(NO_ANSWERS).intents) < FEWEST_INTENTS


def centres(vectors: Floats, intents: Sequence[str]) -> Floats:
    """The centre (K, D) of each intent's examples, of length 1, from their vectors (N, D)."""
    names = np.array(intents, dtype=object)
    found = [vectors[names == name].mean(axis=0) for name in sorted(set(intents))]
    if not found:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    stacked = np.stack(found)
    return np.asarray(stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def same_intent(rows: Ids, likeliest: Ids, reading: Reading) -> str | None:
    """The intent that a group is in other words; none if it is something new."""
    if not reading.intents:
        return None
    (intent, count), *_ = Counter(likeliest[rows].tolist()).most_common(1)
    return str(intent) if count >= SAME * len(rows) and float(reading.right[rows].mean()) >= SURE_ENOUGH else None


def _one_intent(rows: Ids, intent: str, asked: Sequence[Asked], reading: Reading) -> Labels:
    questions = tuple(asked[row] for row in rows.tolist())
    sureness = tuple(round(float(each), 4) for each in reading.probabilities[rows, reading.intents.index(intent)])
    return Labels(id_of("group", [question.text for question in questions]), intent, questions, sureness)


def _new_intents(
    groups: Sequence[Rows], asked: Sequence[Asked], likeliest: Ids, reading: Reading, book: AnswerBook, taken: Collection[str]
) -> list[NewIntent]:
    """Proposed intents, those first that are asked most."""
    members = [[asked[row] for row in group.rows.tolist()] for group in groups]
    answers = [book.to({dialogue for question in questions for dialogue in question.dialogues}) for questions in members]
    likely = [[intent if sure >= FITS / 2 else "" for intent, sure in zip(likeliest[g.rows], reading.right[g.rows])] for g in groups]
    described_ones = described(
        [Group(questions, group.halves.tolist(), each) for questions, group, each in zip(members, groups, likely)], sorted(taken), answers
    )
    return sorted(described_ones, key=lambda intent: -intent.count)
