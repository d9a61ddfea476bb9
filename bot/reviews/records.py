"""What is suggested. Each suggestion has an id of its content, so that the same one has the same id the next time."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable

import msgspec

from data.folding import folded

TYPICAL, BORDERLINE = 5, 3
# What was answered in fewer dialogues than that held for those customers, and may hold for no other.
HABIT = 2


class Asked(msgspec.Struct, frozen=True):
    """A question from the logs that has no label.

    Attributes:
        text: as the first customer wrote it, redacted.
        language: ISO 639-1.
        dialogues: in which it was asked, word for word but for case and signs.
        date: when it was asked last; none if the logs don't say.
        answer: what an agent answered last; empty if nobody did.
        unhappy: whether an answer to it got a thumb down, or the customer had to ask again.
    """

    text: str
    language: str
    dialogues: tuple[str, ...] = ()
    date: datetime.date | None = None
    answer: str = ""
    unhappy: bool = False

    @property
    def count(self) -> int:
        """How often it was asked."""
        return max(1, len(self.dialogues))


class Said(msgspec.Struct, frozen=True):
    """An answer that agents gave.

    Attributes:
        count: how often.
        date: when last.
        why: what speaks against it, as “it says 14 days, a newer answer 30”; empty if nothing does.
    """

    text: str
    count: int
    date: datetime.date | None = None
    dialogues: tuple[str, ...] = ()
    why: str = ""


class Labels(msgspec.Struct, frozen=True, tag_field="kind", tag="labels"):
    """Questions that the classifier reads with confidence as one intent; `sureness` (0 to 1) is of each."""

    id: str
    intent: str
    questions: tuple[Asked, ...]
    sureness: tuple[float, ...]


class Unsure(msgspec.Struct, frozen=True, tag_field="kind", tag="unsure"):
    """A question between intents, with the likeliest ones and their probabilities."""

    id: str
    question: Asked
    candidates: tuple[tuple[str, float], ...]


class NewIntent(msgspec.Struct, frozen=True, tag_field="kind", tag="intent"):
    """Questions of one kind that no intent fits.

    Attributes:
        name: from the words that tell them from other questions.
        words: these words.
        questions: all of them, the most typical first.
        halves: in which of the two groups each question would be if this one were split.
        languages: how many questions are in which language.
        months: how often they were asked in each month, as `2026-03`.
        answers: what agents answered, the commonest first; only sentences that stand by themselves.
        conflicts: existing intents that some of the questions may belong to, with the share of them.
    """

    id: str
    name: str
    words: tuple[str, ...]
    questions: tuple[Asked, ...]
    halves: tuple[int, ...]
    languages: dict[str, int]
    months: dict[str, int]
    answers: tuple[Said, ...] = ()
    conflicts: tuple[tuple[str, float], ...] = ()

    @property
    def count(self) -> int:
        """How often they were asked."""
        return sum(question.count for question in self.questions)

    @property
    def proposed_answer(self) -> str:
        """What the intent's template says if it is accepted as it stands: what agents answered most, if they did so more than once."""
        return self.answers[0].text if self.answers and self.answers[0].count >= HABIT else ""

    @property
    def typical(self) -> tuple[Asked, ...]:
        """Five questions from the middle of the group."""
        return self.questions[:TYPICAL]

    @property
    def borderline(self) -> tuple[Asked, ...]:
        """Three from its rim."""
        return self.questions[TYPICAL:][-BORDERLINE:]


class Answer(msgspec.Struct, frozen=True, tag_field="kind", tag="answer"):
    """One answer that agents gave again and again, with what contradicts it.

    Attributes:
        answer: the newest wording.
        questions: that it was given to, each once.
        others: answers to the same that say otherwise, the newest first; `why` says which is outdated.
        unhappy: how many of the questions got a thumb down or were asked again.
    """

    id: str
    language: str
    answer: Said
    questions: tuple[Asked, ...]
    others: tuple[Said, ...] = ()
    unhappy: int = 0


class Suspicious(msgspec.Struct, frozen=True, tag_field="kind", tag="suspicious"):
    """A written example whose label is likely wrong.

    Attributes:
        text, intent: as they stand in the file.
        likelier: the intent that a classifier which never saw the example reads in it; `probability` is that intent's.
    """

    id: str
    text: str
    intent: str
    likelier: str
    probability: float


Suggestion = Labels | Unsure | NewIntent | Answer | Suspicious


def id_of(kind: str, texts: Iterable[str]) -> str:
    """The id of a suggestion of some kind about some texts, whatever their order: 12 hexadecimal digits."""
    content = "\x1f".join((kind, *sorted({folded(text) for text in texts})))
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def texts_of(suggestion: Suggestion) -> tuple[str, ...]:
    """The texts that a suggestion is about."""
    if isinstance(suggestion, Unsure):
        return (suggestion.question.text,)
    if isinstance(suggestion, Suspicious):
        return (suggestion.text,)
    return tuple(question.text for question in suggestion.questions)


def dialogues_of(suggestion: Suggestion) -> tuple[str, ...]:
    """The dialogues that a suggestion quotes: those of its questions, and those of its answers."""
    if isinstance(suggestion, Suspicious):
        return ()
    if isinstance(suggestion, Unsure):
        return suggestion.question.dialogues
    said: tuple[Said, ...] = ()
    if isinstance(suggestion, NewIntent):
        said = suggestion.answers
    elif isinstance(suggestion, Answer):
        said = (suggestion.answer, *suggestion.others)
    quoted: tuple[Asked | Said, ...] = (*suggestion.questions, *said)
    return tuple(dict.fromkeys(dialogue for each in quoted for dialogue in each.dialogues))
