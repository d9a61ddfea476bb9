"""Suggest, review, train: beside as many labels of random questions, and beside all labels."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.intents.data import Dataset
from bench.learning.hidden import Hidden
from bench.learning.reviewer import Reviewer
from bench.results import Result
from bot.retraining.review.session import Session
from bot.retraining.suggestions.making import make_suggestions, suspicious_labels
from bot.reviews.log import MODEL
from bot.reviews.records import Labels, Suggestion
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from data.records import Example
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.fit import fit
from finetune.training.remembering_reader import RememberingReader

HIDDEN, LABELLED, DECISIONS = 30, 0.2, 300
# Rounds of suggestions and decisions; in the last one, single questions get what is left. From the second on, when the new intents are
# known, what is read with confidence is labelled unasked, and afterwards so many times more.
ROUNDS, AFTERWARDS = 3, 2
WORTH = 15


def loop(dataset: Dataset, seed: int, encoders: Path, reader: RememberingReader) -> Iterator[Result]:
    """What each system comes to on the test questions of all intents."""
    truth = Hidden.of(dataset.train, HIDDEN, LABELLED, seed)
    hidden = sorted(truth.hidden)

    def result(system: str, metric: str, value: float, goal: str = "", holds: bool | None = None) -> Result:
        return Result(f"{dataset.name}, {HIDDEN} intents hidden", metric, value, "", goal, holds, system, f"{DECISIONS} decisions", seed)

    def accuracy(system: str, examples: Sequence[Example]) -> tuple[Result, ...]:
        shares = accuracies(examples, dataset.test, hidden, encoders, reader)
        return tuple(result(system, metric, value) for metric, value in zip(("accuracy", "accuracy on hidden intents"), shares))

    everything = [Example(*row) for row in dataset.train]
    before = accuracy("heed-before", truth.labelled)
    yield from before
    best = accuracy("heed-all-labels", everything)
    yield from best
    chance = random.Random(seed)
    at_random = [*truth.labelled, *chance.sample(truth.log, DECISIONS)]
    yield from accuracy("heed-random-labels", learnable(at_random))
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        truth.write(workspace)
        reviewer = review(workspace, truth, encoders, reader)
        examples = read_examples(workspace.data / "nlu")
    reached, on_hidden = accuracy("heed", learnable(examples))
    yield result("heed", "accuracy", reached.value, "all labels - 2 points", reached.value >= best[0].value - 0.02)
    yield on_hidden
    yield result("heed", "decisions", DECISIONS - reviewer.left, f"≤ {DECISIONS}", reviewer.left >= 0)
    yield result("heed", "hidden intents found", len(reviewer.found), "≥ 27", len(reviewer.found) >= 27)
    right, of = (sum(each) for each in zip(*reviewer.purity))
    yield result("heed", "purity of accepted groups", right / of, "≥ .8", right >= 0.8 * of)


def review(workspace: Workspace, truth: Hidden, encoders: Path, reader: RememberingReader) -> Reviewer:
    """Rounds of suggestions and decisions in a workspace, between which what is read with confidence is labelled unasked."""
    session = Session([], workspace, "reviewer")
    reviewer = Reviewer(session, truth, DECISIONS)
    for number in range(1, ROUNDS + 1):
        last = number == ROUNDS
        made = make_suggestions(workspace, reader, encoders, most_unsure=reviewer.left if last else 0)
        # Small groups of what is known teach little once the large ones are decided on.
        groups: list[Suggestion] = [*made.intents, *(each for each in made.groups if number == 1 or len(each.questions) >= WORTH)]
        known = len(groups) - len(made.intents)
        print(f"round {number}: {len(made.intents)} new intents, {known} groups of known ones, {reviewer.left} decisions left", flush=True)
        reviewer.decide(groups)
        if last:
            session.write()
            wrong = suspicious_labels(workspace, reader, encoders)
            reviewer.decide(wrong[: reviewer.left // 2])
            reviewer.decide(made.unsure)
        if not last and number == 1:  # what was split is looked at at once, as on the page
            session.suggestions = made.all()
            reviewer.decide([each for each in session.pending() if each not in made.all()])
        if number > 1:
            label_confident(workspace, made.labels)
        session.write()
    for _ in range(AFTERWARDS):
        label_confident(workspace, make_suggestions(workspace, reader, encoders, most_unsure=0).labels)
    return reviewer


def label_confident(workspace: Workspace, labels: Sequence[Labels]) -> None:
    """Takes over what is read with confidence, as `heed suggest --accept-confident` does."""
    session = Session([], workspace, MODEL)
    for each in labels:
        session.accept(each)
    session.write()


def learnable(examples: Sequence[Example]) -> list[Example]:
    """Without intents that have a single example; nothing can be learnt of one."""
    counts: dict[str, int] = {}
    for example in examples:
        counts[example.intent] = counts.get(example.intent, 0) + 1
    return [example for example in examples if counts[example.intent] > 1]


def accuracies(
    examples: Sequence[Example], test: Sequence[tuple[str, str]], hidden: Sequence[str], encoders: Path, reader: RememberingReader
) -> tuple[float, float]:
    """The accuracy on all test questions, and on those of the hidden intents."""
    with tempfile.TemporaryDirectory() as folder:
        fit(examples, Path(folder), encoders, TrainingSettings(), reader=reader)
        classifier = Classifier.load(Path(folder), encoders)
    classifier.reader = reader
    intents = np.array(classifier.card.intents)
    read = np.concatenate(
        [intents[classifier.probabilities([text for text, _ in test[at : at + 256]]).argmax(1)] for at in range(0, len(test), 256)]
    )
    right = read == np.array([intent for _, intent in test])
    return float(right.mean()), float(right[np.isin([intent for _, intent in test], hidden)].mean())
