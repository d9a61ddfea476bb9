"""Fits what tells a message that asks several things from one that asks one: bot/decisions/asks_several.json and .safetensors.

    python -m bot.retraining.several_fit

The workspace's reviewed questions, and pairs of them joined by rule, are asked through a classifier and an index that haven't seen them.
A cross-validation over ten parts says first what comes of it. The held-back questions of `tests/` are never used.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.components.asked import Asked, Found, texts_asked
from bot.components.learning import found_for, reviewed_questions
from bot.components.several import Decided, both_readings, parts_of, vectors_of
from bot.console import training_bar
from bot.decisions import asks_several
from bot.decisions.decision import Decision, DecisionSettings, decide
from bot.decisions.questions import Question
from bot.decisions.weights import load_weights
from bot.domain import answering_texts
from bot.models.indexes import ModelIndex, open_index
from bot.models.search import Templates
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from finetune.arrays import Floats
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.fit import fit as fit_classifier
from retrieval.search.probe import Probe
from retrieval.storage.live import LiveIndex

# What a message that was joined by rule counts beside one that somebody wrote, and how many there are.
JOINED, MESSAGES = 0.1, 300
# Longer questions are letters, and nobody sends two of them at once.
LONGEST = 160
# Between two questions: as two sentences, and within one. Where a language isn't named, a blank stands between them.
BETWEEN = {
    "en": (" ", ", and ", " and ", " Also, "),
    "zh": (" ", "，还有", "，另外", "，"),
    "de": (" ", " und ", ", außerdem "),
    "es": (" ", " y ", ", además "),
    "ja": (" ", "。あと、", "。それと"),
}
# Of the cross-validation, and of that by which the regression learns how far the probe is to be trusted.
PARTS, INNER = 10, 5


class Read(NamedTuple):
    """A message that can be read as several questions.

    Attributes:
        features: of both readings, without what the probe tells.
        vectors: what the probe sees (3 D,).
        several: whether it asks several things.
        weight: what it counts.
    """

    features: dict[str, float]
    vectors: Floats
    several: bool
    weight: float


def joined(questions: Sequence[Question]) -> Iterator[Question]:
    """Two answered questions of one language made one message, by lot."""
    lot = random.Random(7)
    single = [
        each for each in questions if len(each.parts) == 1 and not each.before and each.parts[0].answers and len(each.text) <= LONGEST
    ]
    for _ in range(MESSAGES):
        first = lot.choice(single)
        second = lot.choice([each for each in single if each.lang == first.lang])
        if first.parts[0].fulfilled_by(second.parts[0]):
            continue
        between = lot.choice(BETWEEN.get(first.lang, (" ",)))
        text = first.text + between if between.isspace() else first.text.rstrip(".?!。？！ ") + between
        yield Question(text + second.text, first.parts + second.parts, first.lang, "joined")


def readings(questions: Sequence[Question], classifier: Classifier, index: LiveIndex) -> Iterator[Read]:
    """The messages that can be read as several questions."""
    names, settings, weights = index.ask(lambda inner: inner.names.all), DecisionSettings(), load_weights()
    templates = Templates(answering_texts(Workspace.current().domain))

    def decided(asked: Asked) -> Decision:
        return decide(asked.observation, settings, weights)

    def searched(asked: Asked) -> Found:
        hits, information, answers = found_for(index, templates, asked.text, asked.prediction)
        return Found(hits, information, template_answers=answers)

    for question in questions:
        texts = texts_asked(question.text, None, names)
        asked = [Asked(each.text, each.scope, classifier.predict, each.leans, each.part, searched) for each in texts]
        if parts := parts_of(asked, decided):
            features = both_readings(question.text, Decided(asked[0], decided(asked[0])), parts, read=0.0)
            yield Read(dict(features), vectors_of(asked), len(question.parts) > 1, JOINED if question.group == "joined" else 1.0)


def main() -> None:
    workspace = Workspace.current()
    reviewed = [question for question in reviewed_questions(workspace) if not question.before]
    with tempfile.TemporaryDirectory() as folder, training_bar() as report:
        fit_classifier(read_examples(workspace.data / "nlu"), Path(folder), workspace.encoders, TrainingSettings(), report)
        classifier = Classifier.load(Path(folder), workspace.encoders, threads=2)
        index = open_index(ModelIndex.of(Path(folder), Path(folder) / "index"))
        read = list(readings([*reviewed, *joined(reviewed)], classifier, index))
        index.close()
    several = np.array([each.several for each in read])
    written = np.array([each.weight == 1.0 for each in read])
    split = unseen_chances(read) >= asks_several.ANSWERED_ONE_BY_ONE_AT
    found, missed = (int((several & written & (split == told)).sum()) for told in (True, False))
    Console().print(
        f"Of {len(reviewed):,} reviewed messages {int(written.sum()):,} can be read as several questions. Of those that ask several "
        f"{found} are answered so, and {missed} are not; of those that ask one, {int((~several & written & split).sum())} are."
    )
    weights, probe = fitted(read)
    asks_several.save(weights)
    probe.save(asks_several.PROBE)


def unseen_chances(read: Sequence[Read]) -> Floats:
    """For each of N messages, how probably it asks several things (N,), by what was fitted on other parts of them."""
    chances = np.zeros(len(read), dtype=np.float32)
    for seen, unseen in KFold(PARTS, shuffle=True, random_state=0).split(read):
        weights, probe = fitted([read[place] for place in seen])
        for place in unseen:
            of = {**read[place].features, "read": float(probe.log_odds(read[place].vectors))}
            chances[place] = asks_several.probability(of, weights)
    return chances


def fitted(read: Sequence[Read]) -> tuple[dict[str, float], Probe]:
    """The weights of the regression, and the probe: what that tells the regression is fitted on comes from probes that hadn't seen it."""
    several, counts = np.array([each.several for each in read]), np.array([each.weight for each in read])
    vectors = np.stack([each.vectors for each in read])  # (N, 3 D)
    linear = LogisticRegression(max_iter=500).fit(vectors, several, sample_weight=counts)
    inner = KFold(INNER, shuffle=True, random_state=1)
    told = cross_val_predict(
        LogisticRegression(max_iter=500), vectors, several, cv=inner, params={"sample_weight": counts}, method="decision_function"
    )
    inputs = np.array([list({**each.features, "read": odds}.values()) for each, odds in zip(read, told)])  # (N, F)
    regression = make_pipeline(StandardScaler(), LogisticRegression(C=0.3))
    regression.fit(inputs, several, logisticregression__sample_weight=counts)
    scale, weighed = regression.steps[0][1], regression.steps[1][1]
    slopes = weighed.coef_[0] / scale.scale_
    weights = {name: round(float(slope), 4) for name, slope in zip(read[0].features, slopes)}
    weights[asks_several.BIAS] = round(float(weighed.intercept_[0] - scale.mean_ @ slopes), 4)
    return weights, Probe(linear.coef_[0].astype(np.float32), float(linear.intercept_[0]))


if __name__ == "__main__":
    main()
