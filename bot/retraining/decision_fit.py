"""Fits the weights of the decision that are shipped, and says how good they are on questions that they weren't fitted on.

    python -m bot.retraining.decision_fit

A classifier is trained on the workspace's data, in a folder of its own; its questions with a known outcome are asked as if they had never
been seen, and the weights are fitted without a prior: bot/decisions/weights.json. Some are asked of a second classifier, too, which knows
half of the intents by a few examples, as those are that somebody has just made of new logs. A cross-validation over eight parts says first
how often the outcome is the right one. The held-back questions of `tests/` are never used.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from bot.components.answer_examples import answer_examples
from bot.components.learned_index import learn_index
from bot.components.learning import decision_trials, reviewed_examples, reviewed_questions
from bot.console import training_bar
from bot.decisions.decision import probabilities
from bot.decisions.fitting import Trial, fit
from bot.decisions.ranking import NO_TEMPLATE
from bot.decisions.weights import SHIPPED, save_learnt, save_weights
from bot.domain import answering_texts
from bot.models.search import Templates
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from data.records import Example, content_id
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.cross_fit import cross_fit
from finetune.training.fit import fit as fit_classifier
from finetune.training.remembering_reader import RememberingReader

PARTS = 8
# Examples that a new intent has; of so many questions one is asked of a classifier with new intents, too.
FEW, OF_NEW = (2, 8), 2


def gathered(workspace: Workspace, folder: Path) -> list[Trial]:
    """The workspace's trials, through a classifier that is trained in `folder`."""
    settings = TrainingSettings()
    questions, written = reviewed_questions(workspace), read_examples(workspace.data / "nlu")
    examples = [*written, *reviewed_examples(questions, written)]
    about = answer_examples(workspace, examples)
    reader = RememberingReader.load(workspace.encoders, settings.encoder)
    with training_bar() as report:
        fit_classifier(examples, folder, workspace.encoders, settings, report, reader=reader, about=about)
    unseen = cross_fit(examples, workspace.encoders, settings, reader, about)
    classifier = Classifier.load(folder, workspace.encoders, reader=reader)
    index = learn_index(folder, questions, reader.encoder)
    templates = Templates(answering_texts(workspace.domain))
    trials = decision_trials(classifier, index, questions, examples, unseen, templates)
    known = with_new_intents(written)
    fit_classifier(known, folder / "new", workspace.encoders, settings, reader=reader, about=answer_examples(workspace, known))
    classifier = Classifier.load(folder / "new", workspace.encoders, reader=reader)
    return [*trials, *decision_trials(classifier, index, questions[::OF_NEW], [], [], templates)]


def with_new_intents(examples: Sequence[Example]) -> list[Example]:
    """Examples of which half of the intents whose templates answer keep a few each, by lot."""
    lot = random.Random(0)
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    answering = sorted(intent for intent in by_intent if intent not in NO_TEMPLATE)
    for intent in lot.sample(answering, len(answering) // 2):
        by_intent[intent] = lot.sample(by_intent[intent], min(lot.randint(*FEW), len(by_intent[intent])))
    return [example for of_intent in by_intent.values() for example in of_intent]


def cross_validated(trials: Sequence[Trial]) -> tuple[Counter[str], Counter[str]]:
    """How many questions that count in full have each right outcome, and how many of them get it from weights fitted on other parts."""
    there: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for part in range(PARTS):
        asked = [trial for trial in trials if content_id(trial.text) % PARTS == part]
        weights = fit([trial for trial in trials if content_id(trial.text) % PARTS != part])
        for trial in asked:
            if trial.weight == 1.0:
                chances = probabilities(trial.features, weights)
                there[trial.right] += 1
                right[trial.right] += max(chances, key=chances.__getitem__) == trial.right
    return there, right


def main() -> None:
    # BLAS's threads would spin between one small matrix product and the next.
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1, user_api="blas"):
        trials = gathered(Workspace.current(), Path(folder))
    there, right = cross_validated(trials)
    table = Table("right outcome", "questions", "share that gets it", title="Reviewed questions, by weights that weren't fitted on them")
    for kind, count in there.items():
        table.add_row(kind, f"{count:,}", f"{right[kind] / count:.1%}")
    table.add_row("all", f"{there.total():,}", f"{right.total() / there.total():.1%}")
    Console().print(table)
    save_weights(fit(trials), SHIPPED)
    save_learnt(content_id(trial.text) for trial in trials)


if __name__ == "__main__":
    main()
