"""One person's review: what is still to be decided, and each decision, kept as soon as it is made."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from bot.retraining.review.pending import pending
from bot.reviews.log import Decision, append, new_id, read_decisions, standing
from bot.reviews.outcome import Outcome, outcome
from bot.reviews.records import Answer, Labels, NewIntent, Suggestion, Suspicious, Unsure, texts_of
from bot.reviews.writing import write_outcome
from bot.workspace import Workspace
from data.errors import DataError
from data.formats.examples.rasa_yaml import read_examples, read_intents

# An intent's name becomes a part of `utter_<name>` and of a button's payload.
LONGEST_NAME = 60


class Session:
    """Decides on suggestions in somebody's name.

    Several sessions may decide at the same time, in one process or in several: each reads what the others have decided.
    """

    def __init__(self, suggestions: Sequence[Suggestion], workspace: Workspace, who: str) -> None:
        if not who.strip():
            raise DataError("a decision needs the name of whoever makes it. It was empty; give it with --as NAME")
        self.suggestions, self.workspace, self.who = suggestions, workspace, who.strip()

    def outcome(self) -> Outcome:
        """What all decisions come to, everybody's."""
        return outcome(read_decisions(self.workspace))

    def pending(self) -> list[Suggestion]:
        """What is still to be decided, the most valuable first."""
        return pending(self.suggestions, self.outcome())

    def intents(self) -> list[str]:
        """The names of all intents that exist: declared, or decided."""
        declared = read_intents(self.workspace.domain) if self.workspace.domain.is_dir() else set()
        folder = self.workspace.data / "nlu"
        written = {example.intent for example in read_examples(folder)} if folder.is_dir() else set()
        return sorted(declared | written | {intent for _, intent in self.outcome().labels.values()})

    def label(self, suggestion: Suggestion, intent: str, answer: str = "", only: Sequence[str] | None = None) -> Decision:
        """Gives the texts of a suggestion an intent, which may be new.

        Args:
            answer: what a new intent's template says.
            only: these of the texts, all if not given; the others stay to be decided.

        Raises:
            DataError: the intent can't be called so, or the suggestion lacks a text.
        """
        name = checked_name(intent)
        texts = self._chosen(suggestion, only)
        was, file = (suggestion.intent, self._file_of(suggestion)) if isinstance(suggestion, Suspicious) else ("", "")
        settled = () if only is not None and len(texts) < len(texts_of(suggestion)) else (suggestion.id,)
        return self._keep(
            Decision(
                new_id(),
                _now(),
                self.who,
                "label",
                settled,
                texts,
                name,
                answer.strip(),
                _dialogues(suggestion, texts, answer),
                was=was,
                file=file,
            )
        )

    def accept(self, suggestion: Suggestion) -> Decision:
        """Accepts a suggestion as it stands."""
        if isinstance(suggestion, Answer):
            return self.approve(suggestion, suggestion.answer.text)
        if isinstance(suggestion, NewIntent):
            return self.label(suggestion, suggestion.name, suggestion.proposed_answer)
        if isinstance(suggestion, Unsure):
            return self.label(suggestion, suggestion.candidates[0][0])
        return self.label(suggestion, suggestion.intent if isinstance(suggestion, Labels) else suggestion.likelier)

    def approve(self, suggestion: Answer | NewIntent, text: str) -> Decision:
        """Approves an answer to the questions of a suggestion, as it stands or in other words."""
        texts = texts_of(suggestion)
        return self._keep(
            Decision(
                new_id(),
                _now(),
                self.who,
                "answer",
                (suggestion.id,),
                texts,
                answer=text.strip(),
                dialogues=_dialogues(suggestion, texts, text),
            )
        )

    def refuse(self, suggestion: Suggestion, only: Sequence[str] | None = None) -> Decision:
        """Refuses a suggestion, or some of its texts: they are never suggested again. A written example keeps its label."""
        texts = self._chosen(suggestion, only)
        if isinstance(suggestion, (Suspicious, Answer)):  # the label stays as it is, and so do the questions
            texts = ()
        settled = () if only is not None and len(texts) < len(texts_of(suggestion)) else (suggestion.id,)
        return self._keep(Decision(new_id(), _now(), self.who, "refuse", settled, texts))

    def merge(self, intents: Sequence[NewIntent]) -> Decision:
        """Makes several proposed intents one."""
        if len({intent.id for intent in intents}) < 2:
            raise DataError("to merge takes at least two proposed intents")
        return self._keep(Decision(new_id(), _now(), self.who, "merge", tuple(intent.id for intent in intents)))

    def split(self, intent: NewIntent, texts: Sequence[str] = ()) -> Decision:
        """Makes a proposed intent two: these texts and the others, or the two halves that it consists of.

        Raises:
            DataError: one of the two would be empty.
        """
        chosen = set(texts) or {question.text for question, half in zip(intent.questions, intent.halves) if half}
        parts = [tuple(question.text for question in intent.questions if (question.text in chosen) is of) for of in (False, True)]
        if not all(parts):
            raise DataError(f"{intent.name} can't be split so: one of the parts would be empty; mark some of its questions first")
        return self._keep(Decision(new_id(), _now(), self.who, "split", (intent.id,), parts=tuple(parts)))

    def undo(self, decision: str = "") -> Decision | None:
        """Undoes a decision, one's own last if none is named; returns it, or none if there is nothing to undo."""
        holding = [
            each for each in standing(read_decisions(self.workspace)) if each.id == decision or (not decision and each.who == self.who)
        ]
        if not holding:
            return None
        self._keep(Decision(new_id(), _now(), self.who, "undo", undoes=holding[-1].id))
        return holding[-1]

    def write(self) -> list[Path]:
        """Brings the assistant's files up to all decisions; returns those that changed."""
        return write_outcome(self.outcome(), self.workspace)

    def _keep(self, decision: Decision) -> Decision:
        append(decision, self.workspace)
        return decision

    def _chosen(self, suggestion: Suggestion, only: Sequence[str] | None) -> tuple[str, ...]:
        texts = texts_of(suggestion)
        if only is None:
            return texts
        if not only or (strange := set(only) - set(texts)):
            raise DataError(
                f"the suggestion {suggestion.id} has other texts than those that were chosen: {sorted(strange) if only else 'none'}"
            )
        return tuple(text for text in texts if text in set(only))

    def _file_of(self, suggestion: Suspicious) -> str:
        """The file in which a written example stands, below the workspace; empty if it stands in none any more."""
        for file in sorted((self.workspace.data / "nlu").glob("*.yml")):
            if any(each.text == suggestion.text and each.intent == suggestion.intent for each in read_examples(file)):
                return file.relative_to(self.workspace.root).as_posix()
        return ""


def checked_name(intent: str) -> str:
    """An intent's name as Rasa takes it: blanks and hyphens become underscores.

    Raises:
        DataError: it isn't one.
    """
    name = "_".join(intent.replace("-", " ").split())
    if not name.replace("_", "a").isalnum() or len(name) > LONGEST_NAME:
        raise DataError(f"an intent's name has letters, digits and underscores, {LONGEST_NAME} at most. It was: {intent!r}")
    return name


def _dialogues(suggestion: Suggestion, texts: Sequence[str], answer: str = "") -> tuple[str, ...]:
    """The dialogues that some texts of a suggestion come from, and those that an answer comes from, as it stands there."""
    if isinstance(suggestion, Suspicious):
        return ()
    questions = (suggestion.question,) if isinstance(suggestion, Unsure) else suggestion.questions
    said = (suggestion.answer,) if isinstance(suggestion, Answer) else suggestion.answers if isinstance(suggestion, NewIntent) else ()
    chosen = set(texts)
    of_answer = [dialogue for each in said if each.text.strip() == answer.strip() for dialogue in each.dialogues]
    return tuple(dict.fromkeys([*(dialogue for each in questions if each.text in chosen for dialogue in each.dialogues), *of_answer]))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
