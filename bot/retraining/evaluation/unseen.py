"""A company's own questions, asked as if the model had never seen them: their outcomes stand in the model's archive.

Training keeps them (`bot.decisions.unseen`): reviewed questions, written examples and past questions, each read by a classifier that was
trained without it, decided on by weights that were fitted without it, and searched for without its own dialogue. A fine-tuned network has
no say in them, since it can't be trained anew for each part.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.decisions.questions import Part, Question, question_files, read_questions
from bot.decisions.unseen import NAME, Unseen, load_unseen
from bot.decisions.weights import NAME as WEIGHTS
from bot.decisions.weights import Weights, load_weights, shipped_learnt
from bot.models.archive import classifier_folder, holds_classifier
from bot.models.registry import version_of
from bot.retraining.evaluation.judging import Outcome
from bot.workspace import Workspace
from data.errors import ModelError
from data.languages import language_of

# A reviewed question's outcome is known from a person; an example's or a past question's by rule, and counts less than so much in training.
REVIEWED, BY_RULE = "reviewed, unseen", "own examples and past questions, unseen"
REVIEWED_WEIGHT = 0.2
COMPOSED = "several questions, and follow-ups"


def read_unseen(archive: Path) -> tuple[list[Unseen], Weights]:
    """The outcomes that a model keeps, none if it keeps none, and the weights that it decides by.

    Raises:
        ModelError: the model is damaged.
    """
    if not holds_classifier(archive):
        return [], load_weights()
    with classifier_folder(archive) as folder:
        own = folder / WEIGHTS
        return load_unseen(folder / NAME), load_weights(own) if own.is_file() else load_weights()


def paired(archive: Path, other: Path) -> list[tuple[Unseen, Unseen]]:
    """Questions that two models were asked as if they had never seen them: as `other` met them, and as the model of `archive` did.

    If `other` keeps none (a provisional model), it is judged by its decision: it decides on what the first one's classifier and search know
    of each question, but for those that the shipped weights were fitted on. None if the first one keeps none.

    Raises:
        ModelError: a model is damaged, or both keep outcomes of different questions.
    """
    now, _ = read_unseen(archive)
    before, weights = read_unseen(other)
    if not before:
        learnt = shipped_learnt()
        return [(each.decided_by(weights), each) for each in now if each.key not in learnt]
    known = {each.key: each for each in before}
    both = [(_judged_today(known[each.key], each), each) for each in now if each.key in known]
    if now and not both:
        raise ModelError(f"{version_of(archive)} and {version_of(other)} keep outcomes of different questions; train one of them anew")
    return both


def outcome_of(unseen: Unseen) -> Outcome:
    """The same as the outcome of a question that was asked; what would have been said isn't known."""
    expected = _part(unseen.expected, unseen.intent, "the right one")
    came = expected if unseen.state == "right" else _part(unseen.came, "another", "another")
    group = REVIEWED if unseen.weight >= REVIEWED_WEIGHT else BY_RULE
    return Outcome(Question(unseen.text, (expected,), language_of(unseen.text), group), (came,), "", unseen.confidence, unseen.state)


def composed_questions(workspace: Workspace) -> list[Question]:
    """The workspace's reviewed questions that ask several things or follow on others: no archive keeps these, they have to be asked."""
    reviewed = [question for file in question_files(workspace) for question in read_questions(file)]
    composed = [question for question in reviewed if question.before or len(question.parts) > 1]
    return [Question(each.text, each.parts, each.lang, COMPOSED, each.before, each.place) for each in composed]


def _part(kind: str, intent: str, dialogue: str) -> Part:
    return Part.of(kind, intent, (dialogue,))  # type: ignore[arg-type]


def _judged_today(before: Unseen, now: Unseen) -> Unseen:
    """An older model's outcome, judged by what is expected today: a person may have changed that since."""
    same = (before.expected, before.intent) == (now.expected, now.intent)
    return msgspec.structs.replace(
        before, text=now.text, expected=now.expected, intent=now.intent, weight=now.weight, reachable=before.reachable and same
    )
