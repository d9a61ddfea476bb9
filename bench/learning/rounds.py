"""Ten rounds of learning, each with new intents in the log: how well the first ones are read after each."""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.intents.data import Dataset
from bench.learning.hidden import Hidden
from bench.learning.loop import accuracies, label_confident, learnable
from bench.learning.reviewer import Reviewer
from bench.results import Result
from bot.retraining.review.session import Session
from bot.retraining.suggestions.making import make_suggestions
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from data.records import Example
from finetune.training.remembering_reader import RememberingReader

ROUNDS, NEW = 10, 5
# Written examples of each of the first intents, questions of each in the log of each round, and decisions in a round.
WRITTEN, ASKED_AGAIN, DECISIONS = 40, 2, 20
MOST_FALL = 0.01
# The rounds after which the first intents are asked for: each time, a classifier of all examples is trained besides.
MEASURED = (5, 10)


def rounds(dataset: Dataset, seed: int, encoders: Path, reader: RememberingReader) -> Iterator[Result]:
    """The accuracy on the test questions of the intents that were there first, before all rounds and after the last."""
    first, log, coming = _parts(dataset.train, seed)
    old = sorted({example.intent for example in first})
    test = [row for row in dataset.test if row[1] in set(old)]
    name = f"{dataset.name}, {ROUNDS} rounds of {NEW} new intents after {len(old)}"
    before, _ = accuracies(first, test, old, encoders, reader)
    yield Result(name, "accuracy on the first intents, before", before, seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        truth = Hidden(first, [], frozenset())
        truth.write(workspace)
        found: set[str] = set()
        for number in range(ROUNDS):
            truth = Hidden(first, [*truth.log, *log[number]], truth.hidden | frozenset(coming[number]))
            truth.write_log(workspace)
            found |= _round(workspace, truth, encoders, reader)
            print(f"round {number + 1}: {len(found)} of {len(truth.hidden)} new intents found", flush=True)
            if number + 1 in MEASURED:
                now, _ = accuracies(learnable(read_examples(workspace.data / "nlu")), test, old, encoders, reader)
                yield Result(name, "accuracy on the first intents", now, condition=f"after round {number + 1}", seed=seed)
    fall = before - now
    yield Result(name, "fall of the first intents' accuracy", 100 * fall, "points", "≤ 1", fall <= MOST_FALL, seed=seed)
    yield Result(name, "new intents found", len(found), "", f"of {ROUNDS * NEW}", seed=seed)
    at_once = [Example(*row) for row in dataset.train if row[1] in truth.hidden]
    together, _ = accuracies([*first, *at_once], test, old, encoders, reader)
    yield Result(name, "accuracy on the first intents, all labels of the new ones given at once", together, seed=seed)


def _round(workspace: Workspace, truth: Hidden, encoders: Path, reader: RememberingReader) -> set[str]:
    """Suggestions and decisions on them; what is read with confidence is labelled unasked. Returns the new intents that were found."""
    session = Session([], workspace, "reviewer")
    reviewer = Reviewer(session, truth, DECISIONS)
    made = make_suggestions(workspace, reader, encoders, most_unsure=DECISIONS)
    reviewer.decide([*made.intents, *made.groups])
    session.suggestions = made.all()
    reviewer.decide([each for each in session.pending() if each not in made.all()])  # the parts of what was split
    reviewer.decide(made.unsure)
    label_confident(workspace, made.labels)
    return reviewer.found


def _parts(questions: Sequence[tuple[str, str]], seed: int) -> tuple[list[Example], list[list[Example]], list[list[str]]]:
    """The first intents' written examples, each round's log, and each round's new intents."""
    chance = random.Random(seed)
    by_intent: dict[str, list[str]] = defaultdict(list)
    for text, intent in questions:
        by_intent[intent].append(text)
    intents = sorted(by_intent)
    chance.shuffle(intents)
    for intent in intents:
        by_intent[intent].sort()
        chance.shuffle(by_intent[intent])
    old, new = intents[ROUNDS * NEW :], intents[: ROUNDS * NEW]
    first = [Example(text, intent) for intent in old for text in by_intent[intent][:WRITTEN]]
    log, coming = [], []
    for number in range(ROUNDS):
        coming.append(new[number * NEW : (number + 1) * NEW])
        again = slice(WRITTEN + number * ASKED_AGAIN, WRITTEN + (number + 1) * ASKED_AGAIN)
        asked = [Example(text, intent) for intent in coming[-1] for text in by_intent[intent]]
        log.append(asked + [Example(text, intent) for intent in old for text in by_intent[intent][again]])
    return first, log, coming
