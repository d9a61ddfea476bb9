"""Fits how a section of a document is weighed beside template, question back and person: bot/decisions/sections.json.

    python -m bench.documents.fitting

Asked are the development and validation questions over the help centre, and the workspace's reviewed questions, which were written
without documents: a template that was right stays right, however well a section meets the question, unless that says the same. A
cross-validation over ten parts says first what comes of it. The test questions (`questions.jsonl`) are never used.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from sklearn.model_selection import StratifiedKFold

from bench.documents.help_centre import HERE, help_centre, read_asked
from bot.components.learning import reviewed_questions
from bot.console import training_bar
from bot.decisions.decision import probabilities
from bot.decisions.fitting import Trial, fit
from bot.decisions.observation import Observation, features
from bot.decisions.questions import Question
from bot.decisions.sections import WEIGHTS, section_features
from bot.decisions.weights import NAME, Kind, Weights, load_weights, save_weights
from bot.domain import PERSON, answering_texts
from bot.models.archive import classifier_folder
from bot.models.indexes import ModelIndex, read_questions
from bot.models.search import Likely
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.fit import fit as fit_classifier
from retrieval.search.beside import OtherTexts
from retrieval.search.entries import Hit
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import Floats, piece_ids

# What a question counts of which only likeness says whether the section is right, beside one whose section or template a person has named.
BY_LIKENESS = 0.5
# What a question over the pages counts, of which there are fewer.
OVER_PAGE = 1.5
# Where a section says the same as the template that is expected, either is right; the section, which names its page, so much more.
SECTION_AS_WELL = 0.7
# The prior is worth so many questions.
STRENGTH = 1.0
PARTS = 10
# The files of questions that were written over the pages, and may be fitted on.
OVER_PAGES = ("development", "validation")
# A section with this cosine to the answer that is expected says the same; one up to the other says something else.
SAME, OTHER = 0.5, 0.35


def main() -> None:
    root = Path.cwd()
    with help_centre(root):
        asked = list(_asked())
    Console().print(f"{len(asked)} questions that a section comes first for; right, and what is decided: {dict(_cross_validated(asked))}")
    save_weights(fit([trial for each in asked for trial in each.trials], strength=STRENGTH), root / "bot" / "decisions" / WEIGHTS.name)


class Asked(NamedTuple):
    """A question that a section comes first for, a trial for each outcome that is right, and whether it was written over the pages."""

    trials: Sequence[Trial]
    over_pages: bool


def _asked() -> Iterator[Asked]:
    workspace = Workspace.current()
    over_pages = [asked.question for name in OVER_PAGES for asked in read_asked(name)]
    reviewed = [question for question in reviewed_questions(workspace) if len(question.parts) == 1 and not question.before]
    with classifier_folder() as folder:
        served = Classifier.load(folder, workspace.encoders, threads=2)
        weights = load_weights(folder / NAME)
        index, _ = read_questions(["?"], ModelIndex.of(folder))
    yield from _of_questions(over_pages, served, index, weights, over_pages=True)
    with tempfile.TemporaryDirectory() as unseen, training_bar() as report:  # a classifier that hasn't learnt from the reviewed questions
        fit_classifier(read_examples(workspace.data / "nlu"), Path(unseen), workspace.encoders, TrainingSettings(), report)
        yield from _of_questions(reviewed, Classifier.load(Path(unseen), workspace.encoders, threads=2), index, weights, over_pages=False)


def _of_questions(
    questions: Sequence[Question], classifier: Classifier, index: PassageIndex, weights: Weights, over_pages: bool
) -> Iterator[Asked]:
    """The questions that a section comes first for."""
    texts, templates = OtherTexts(), answering_texts(Workspace.current().domain)
    answered = {
        (row["text"], row["section"]) for row in map(json.loads, (HERE / "answered.jsonl").read_text(encoding="utf-8").splitlines())
    }
    for question in questions:
        prediction = classifier.predict(question.text)
        observed = Observation.of(prediction, (), 0.0)
        first, chance = observed.answering[0]
        query = replace(
            index.read(question.text, prediction.sentence, prediction.reading),
            expected=Likely(templates.get(first, ()), chance, texts).vectors(index),
        )
        hits = index.search(query, without_question=question.text)
        if not hits or not hits[0].passage.document or prediction.intent == PERSON:
            continue
        observed = Observation.of(prediction, hits, query.information)
        beside = texts.beside(query, hits[0], index, templates.get(first, ()))
        right = _right(question, hits[0], first, index, answered, over_pages)
        if right is None:
            continue  # nobody knows
        of = section_features(probabilities(features(observed), weights), features(observed), beside)
        weight = OVER_PAGE if over_pages else BY_LIKENESS if question.expected == "passage" else 1.0
        as_well = SECTION_AS_WELL if right == "template" and beside.likeness >= SAME else 0.0
        yield Asked((Trial(of, right, weight * (1 - as_well)), *([Trial(of, "passage", weight * as_well)] if as_well else ())), over_pages)


def _right(question: Question, hit: Hit, first: str, index: PassageIndex, answered: set[tuple[str, str]], over_pages: bool) -> Kind | None:
    """What is right to do where this section comes first; none if nobody knows."""
    expected = question.parts[0]
    section = hit.passage.sources[0].dialogue
    if (question.text, section) in answered:
        return "passage"
    if expected.kind == "template":
        return "template" if first == expected.intent else "clarify"
    if expected.kind != "passage":
        return expected.kind
    if section in expected.dialogues:
        return "passage"
    likeness = _likeness(section, expected.dialogues, index) if not over_pages else 0.0
    return "passage" if likeness >= SAME else "hand_over" if likeness <= OTHER else None


def _likeness(section: str, dialogues: Sequence[str], index: PassageIndex) -> float:
    """The highest cosine of what a section says with what dialogues say; between same and other if they aren't there."""
    mine, theirs = (_answers(names, index) for names in ((section,), dialogues))
    return float((mine @ theirs.T).max()) if len(theirs) else (SAME + OTHER) / 2


def _answers(names: Sequence[str], index: PassageIndex) -> Floats:
    ids = [piece_ids(number, 1) for number, entry in index.entries.items() if entry.pair.dialogue in names]
    return index.answers.vectors(np.concatenate(ids)) if ids else np.zeros((0, index.width), dtype=np.float32)


def _cross_validated(asked: Sequence[Asked]) -> Mapping[str, int]:
    """How often which decision came where which was right, the questions over the pages counted by themselves."""
    counts: Counter[str] = Counter()
    groups = [f"{' or '.join(trial.right for trial in each.trials)}{' (pages)' if each.over_pages else ''}" for each in asked]
    for learnt, left in StratifiedKFold(PARTS, shuffle=True, random_state=0).split(groups, groups):
        weights = fit([trial for place in learnt for trial in asked[place].trials], strength=STRENGTH)
        for place in left:
            chances = probabilities(asked[place].trials[0].features, weights)
            counts[f"{groups[place]}: {max(chances, key=lambda kind: chances[kind])}"] += 1
    return dict(sorted(counts.items()))


if __name__ == "__main__":
    main()
