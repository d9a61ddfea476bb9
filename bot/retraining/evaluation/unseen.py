"""A company's own questions, asked as if the model had never seen them: their outcomes stand in the model's archive.

Training keeps them (`bot.decisions.unseen`): reviewed questions, written examples and past questions, each read by a classifier that was
trained without it, decided on by weights that were fitted without it, and searched for without its own dialogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.decisions.questions import Part, Question
from bot.decisions.unseen import NAME, Unseen, load_unseen
from bot.decisions.weights import NAME as WEIGHTS
from bot.decisions.weights import Weights, load_weights
from bot.models.archive import classifier_folder
from bot.retraining.evaluation.judging import Outcome
from data.languages import language_of

# By rule an example's or a past question's outcome is known; by a person, a reviewed one's.
REVIEWED, BY_RULE = "reviewed, unseen", "own examples and past questions, unseen"


def read_unseen(archive: Path) -> tuple[list[Unseen], Weights]:
    """The outcomes that a model keeps, none if it keeps none, and the weights that it decides by.

    Raises:
        ModelError: the model is damaged, or holds no classifier of ours.
    """
    with classifier_folder(archive) as folder:
        own = folder / WEIGHTS
        return load_unseen(folder / NAME), load_weights(own) if own.is_file() else load_weights()


def outcomes_of(unseen: Sequence[Unseen]) -> list[Outcome]:
    """The same as outcomes of questions that were asked; what would have been said isn't known."""
    return [_outcome(each) for each in unseen]


def _outcome(unseen: Unseen) -> Outcome:
    expected = Part(
        unseen.expected, unseen.intent if unseen.expected == "template" else "", ("the right one",) * (unseen.expected == "passage")
    )
    right = unseen.state == "right"
    other = Part(unseen.came, "another" if unseen.came == "template" else "", ("another",) * (unseen.came == "passage"))
    question = Question(unseen.text, (expected,), language_of(unseen.text), BY_RULE if unseen.weight < 0.2 else REVIEWED)
    return Outcome(question, (expected if right else other,), "", unseen.confidence, unseen.state)
