"""Which messages tell of their customer's own case: `own_cases.tsv`, beside the sample shop's examples and `other_messages.tsv`.

And the reviewed questions: those that somebody must look into, beside those that are answered or asked back. What nobody ever
answered is left out, since it may be asked of anybody's case.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot.components.learning import reviewed_questions
from bot.decisions.questions import Question
from bot.domain import PERSON
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.search.probe import Probe

FOLDER = Path(__file__).parent
# Intents whose examples may be either.
EITHER = ("complaint", PERSON)
# What an own case counts, and another message in a language in which the shop has no examples.
OWN, OTHER = 3.0, 5.0
# How the groups of reviewed questions end that tell of an own case.
OWN_GROUPS = ("hand_over", "case")
# How gently it is fitted, and in how many parts it is cross-validated. Of reviewed questions by authors that it was not fitted on: area
# under the curve .847, and .882 of those that it was; with 10 in place of 1, .854 and .893.
C, PARTS = 1.0, 8


def fit(workspace: Workspace, encoder: E5Encoder) -> tuple[Probe, str]:
    """The probe, and how well it tells messages that it wasn't fitted on."""
    own, others = _read("own_cases.tsv"), _read("other_messages.tsv")
    questions = [question for question in reviewed_questions(workspace) if len(question.parts) == 1 and not question.before]
    told_of = [question.text for question in questions if is_own_case(question)]
    others_asked = [question.text for question in questions if question.expected != "hand_over"]
    reviewed = {question.text for question in questions}
    examples = [each.text for each in read_examples(workspace.data / "nlu") if each.intent not in EITHER and each.text not in reviewed]
    groups = [(own, OWN, True), (told_of, 1.0, True), (others_asked, 1.0, False), (examples, 1.0, False), (others, OTHER, False)]
    vectors = encoder.embed([text for texts, _, _ in groups for text in texts])  # (N, D)
    told = np.concatenate([np.full(len(texts), is_own) for texts, _, is_own in groups])
    counts = np.concatenate([np.full(len(texts), weight) for texts, weight, _ in groups])
    regression = LogisticRegression(C=C, max_iter=1_000)
    parts = StratifiedKFold(PARTS, shuffle=True, random_state=0)
    unseen = cross_val_predict(regression, vectors, told, cv=parts, params={"sample_weight": counts}, method="decision_function")
    regression.fit(vectors, told, sample_weight=counts)
    probe = Probe(regression.coef_[0], float(regression.intercept_[0]))
    return probe, f"own cases: area under the curve {roc_auc_score(told, unseen):.3f} cross-validated"


def is_own_case(question: Question) -> bool:
    """Whether a reviewed question is one that somebody must look into, and not one that nobody ever answered."""
    return question.expected == "hand_over" and question.group.endswith(OWN_GROUPS)


def _read(name: str) -> Sequence[str]:
    """The messages of a file, one a line behind the language that it is in."""
    return [line.split("\t")[1] for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
