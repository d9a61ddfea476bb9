"""Fits the decision on questions whose right outcome is known, and says how good it is on questions that it wasn't fitted on.

    python -m bot.retraining.decision_fit

It cross-validates on data/questions/validation.jsonl, then fits on all of it: bot/decisions/weights.json.

What is known of a question comes from the newest model of `models/`. The held-back questions are never used.
"""

import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.decisions.decision import DecisionSettings, Observation, answering, features
from bot.decisions.weights import SHIPPED, Weights, save_weights
from bot.models.archive import classifier_folder
from bot.models.indexes import ModelIndex, open_index
from bot.models.search import find
from bot.workspace import Workspace
from finetune.classifier.predictor import Classifier

QUESTIONS = Path("data/questions/validation.jsonl")
# Parts of the cross-validation, and how often it is drawn anew.
PARTS, DRAWS = 8, 3
SETTINGS = DecisionSettings()


def look(questions: Sequence[dict[str, Any]]) -> tuple[list[Observation], list[set[str]]]:
    """What the pipeline knows of each question when it comes to deciding, and the dialogues of the best passage."""
    observed, dialogues = [], []
    with classifier_folder() as folder:
        classifier, index = Classifier.load(folder, Workspace.current().encoders), open_index(ModelIndex.of(folder))
        for question in questions:
            prediction = classifier.predict(question["text"])
            hits, information = index.ask(partial(find, question["text"], prediction.sentence))
            observed.append(Observation.of(prediction, hits, information))
            dialogues.append({source.dialogue for hit in hits[:1] for source in hit.passage.sources})
    return observed, dialogues


def regression() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=1_000))


def right(question: dict[str, Any], observed: Observation, dialogues: set[str], kind: str) -> bool:
    """Whether an outcome is the expected one, down to the template or the dialogue."""
    if kind == "template":
        first = answering(observed, SETTINGS)[0][0]
        return bool(question["expect"] == kind and first == question["intent"])
    return bool(question["expect"] == kind) and (kind != "passage" or bool(dialogues & set(question["dialogues"])))


def weights(fitted: Pipeline, names: Sequence[str]) -> Weights:
    """The regression's weights for features as they come, not standardised."""
    scaler, model = fitted[0], fitted[1]
    slopes = model.coef_ / scaler.scale_  # (4, F)
    biases = model.intercept_ - slopes @ scaler.mean_  # (4,)
    return {
        kind: {**{name: round(float(slope), 4) for name, slope in zip(names, row)}, "bias": round(float(bias), 4)}
        for kind, row, bias in zip(model.classes_, slopes, biases)
    }


def main() -> None:
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    observed, dialogues = look(questions)
    measured = [features(each, SETTINGS) for each in observed]
    inputs: NDArray[np.float64] = np.array([list(each.values()) for each in measured])  # (N, F)
    expected = np.array([question["expect"] for question in questions])  # (N,)
    score: Counter[str] = Counter()
    for draw in range(DRAWS):
        for train, test in StratifiedKFold(PARTS, shuffle=True, random_state=draw).split(inputs, expected):
            fitted = regression().fit(inputs[train], expected[train])
            for row, kind in zip(test, fitted.predict(inputs[test])):
                score[expected[row]] += right(questions[row], observed[row], dialogues[row], kind)
    table = Table("expected", "questions", "as expected", title="On questions that it was not fitted on")
    for kind, count in Counter(expected).items():
        table.add_row(kind, str(count), f"{score[kind] / DRAWS / count:.1%}")
    table.add_row("[bold]all", str(len(questions)), f"[bold]{sum(score.values()) / DRAWS / len(questions):.1%}")
    Console().print(table)
    save_weights(weights(regression().fit(inputs, expected), list(measured[0])), SHIPPED)


if __name__ == "__main__":
    main()
