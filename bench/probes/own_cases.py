"""Which messages tell of their customer's own case: `own_cases.tsv`, beside the sample shop's examples and `other_messages.tsv`."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot.components.learning import reviewed_questions
from bot.domain import PERSON
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from finetune.arrays import Floats
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.search.probe import Probe

FOLDER = Path(__file__).parent
# Intents whose examples may be either.
EITHER = ("complaint", PERSON)
# What an own case counts, and another message in a language in which the shop has no examples.
OWN, OTHER = 3.0, 5.0
C, PARTS = 10.0, 8


def fit(workspace: Workspace, encoder: E5Encoder) -> tuple[Probe, str]:
    """The probe, and how well it tells messages that it wasn't fitted on."""
    own, others = _read("own_cases.tsv"), _read("other_messages.tsv")
    reviewed = {question.text for question in reviewed_questions(workspace)}
    examples = [each.text for each in read_examples(workspace.data / "nlu") if each.intent not in EITHER and each.text not in reviewed]
    vectors = encoder.embed([*own, *examples, *others])  # (N, D)
    told = np.repeat([True, False], [len(own), len(examples) + len(others)])
    counts = np.repeat([OWN, 1.0, OTHER], [len(own), len(examples), len(others)])
    regression = LogisticRegression(C=C, max_iter=1_000)
    parts = StratifiedKFold(PARTS, shuffle=True, random_state=0)
    unseen = cross_val_predict(regression, vectors, told, cv=parts, params={"sample_weight": counts}, method="decision_function")
    regression.fit(vectors, told, sample_weight=counts)
    probe = Probe(regression.coef_[0], float(regression.intercept_[0]))
    report = f"own cases: area under the curve {roc_auc_score(told, unseen):.3f} cross-validated, {_reviewed(probe, workspace, encoder)}"
    return probe, report


def _reviewed(probe: Probe, workspace: Workspace, encoder: E5Encoder) -> str:
    """On the reviewed questions, none of which it was fitted on."""
    questions = [question for question in reviewed_questions(workspace) if not question.before]
    scores: Floats = probe.log_odds(encoder.embed([question.text for question in questions]))
    own = np.array([question.group == "own_case" for question in questions])
    return f"{roc_auc_score(own, scores):.3f} on {len(questions):,} reviewed questions, {int(own.sum())} of them own cases"


def _read(name: str) -> Sequence[str]:
    """The messages of a file, one a line behind the language that it is in."""
    return [line.split("\t")[1] for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
