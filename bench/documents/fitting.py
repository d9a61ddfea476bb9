"""Fits when a section of a document is what is to be said: bot/decisions/sections.safetensors.

    python -m bench.documents.fitting

Asked are the questions over the help centre, other than its test questions, and the workspace's reviewed questions, which were written
without documents: a template that was right stays right, however well a section meets the question, unless that says the same. Which of
them a section answers all the same stands in `answered.jsonl`, looked at one by one. A cross-validation over ten parts says first what
comes of it. The test questions (`questions.jsonl`) are never used.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

from bench.documents.help_centre import help_centre, near_misses, read_asked, rows_of
from bench.whole_model import whole_model
from bot.components.learning import predictions_of, reviewed_questions
from bot.console import training_bar
from bot.decisions.decision import probabilities
from bot.decisions.observation import Observation, features
from bot.decisions.questions import Question
from bot.decisions.ranking import answering, to_read, verified
from bot.decisions.sections import Trees, section_features
from bot.decisions.weights import NAME, Kind, Weights, load_weights
from bot.domain import PERSON, answering_texts
from bot.models.archive import classifier_folder
from bot.models.indexes import ModelIndex, read_questions
from bot.models.search import Likely, Templates
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.fit import fit as fit_classifier
from finetune.training.remembering_reader import RememberingReader
from retrieval.search.index import PassageIndex
from retrieval.search.second_encoder import SecondEncoder, SecondReading
from retrieval.vectors.interface import Floats, piece_ids

# What a question counts of which only likeness says whether the section is right, beside one whose section or template a person has named.
BY_LIKENESS = 0.5
# What a question over the pages counts, of which there are ten times fewer; of the reviewed ones, many are near misses on purpose.
OVER_PAGE = 2.5
# Where a section says the same as the template that is expected, either is right; the section so much more, since a customer can look at
# its page.
SECTION_AS_WELL = 0.85
# The trees, chosen by cross-validation: so many of them, how much each one counts, how deep they go, what a leaf holds at least (each
# question is there twice), and how much its value is shrunk.
TREES, RATE, DEPTH, FEWEST, SHRINKING = 200, 0.05, 4, 40, 10.0
PARTS = 10
# The files of questions that were written over the pages, and may be fitted on.
OVER_PAGES = ("development", "validation", "further")
# Files of reviewed questions that nobody has looked through for what the pages say to them: their near misses may be answered there.
NOT_LOOKED_THROUGH = (
    *("answered", "at_once", "beside", "beyond", "chinese", "counter", "firstweek", "languages", "longer"),
    *("mine", "monday", "nearby", "onewish", "pairs", "storied", "terse", "unclear", "visitors"),
)
# A section with this cosine to the answer that is expected says the same; one up to the other says something else.
SAME, OTHER = 0.5, 0.35


class Asked(NamedTuple):
    """A question for which there is a section.

    Attributes:
        features: what the decision sees.
        right: how far the section is what is to be said, from 0 to 1.
        weight: how much it counts.
        others: the chances of what would be done without it.
        group: where the question comes from, and what is expected.
    """

    features: Mapping[str, float]
    right: float
    weight: float
    others: Mapping[Kind, float]
    group: str


def main() -> None:
    with help_centre(Path.cwd()):
        asked = list(_asked())
    Console().print(f"{len(asked)} questions; a section was said, and was right: {_cross_validated(asked)}")
    fitted(asked).save()


def fitted(asked: Sequence[Asked]) -> Trees:
    """The trees that make right sections likeliest."""
    inputs = np.array([list(each.features.values()) for each in asked], dtype=np.float32)  # (N, F)
    right = np.array([each.right for each in asked])
    weights = np.array([each.weight for each in asked])
    model = HistGradientBoostingClassifier(
        learning_rate=RATE, max_iter=TREES, max_depth=DEPTH, min_samples_leaf=FEWEST, l2_regularization=SHRINKING, early_stopping=False
    )
    both = np.concatenate(
        [np.ones(len(asked)), np.zeros(len(asked))]
    )  # each question once as right and once as not, by how far it is either
    with threadpool_limits(1):  # more threads would wait for one another at each node
        model.fit(np.concatenate([inputs, inputs]), both, sample_weight=np.concatenate([weights * right, weights * (1 - right)]))
    return _trees(model, list(asked[0].features))


def _trees(model: HistGradientBoostingClassifier, names: Sequence[str]) -> Trees:
    """What scikit-learn has fitted to features with these names, as it is asked; there is no public way to its nodes."""
    grown = [predictors[0].nodes for predictors in model._predictors]
    shape = len(grown), max(map(len, grown))
    feature, left, right = (np.zeros(shape, dtype=np.int16) for _ in range(3))
    threshold, value = (np.zeros(shape, dtype=np.float32) for _ in range(2))
    for tree, nodes in enumerate(grown):
        leaf, itself = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
        feature[tree, : len(nodes)] = np.where(leaf, 0, nodes["feature_idx"])
        threshold[tree, : len(nodes)] = np.where(leaf, 0.0, nodes["num_threshold"])
        left[tree, : len(nodes)] = np.where(leaf, itself, nodes["left"])
        right[tree, : len(nodes)] = np.where(leaf, itself, nodes["right"])
        value[tree, : len(nodes)] = np.where(leaf, nodes["value"], 0.0)
    begin = np.asarray(model._baseline_prediction, dtype=np.float32).reshape(1)
    return Trees(np.frombuffer("\n".join(names).encode(), dtype=np.uint8), feature, threshold, left, right, value, begin)


def _asked() -> Iterator[Asked]:
    workspace = Workspace.current()
    over_pages = [*(asked.question for name in OVER_PAGES for asked in read_asked(name)), *near_misses()]
    single = [question for question in reviewed_questions(workspace) if len(question.parts) == 1 and not question.before]
    reviewed = [question for question in single if question.parts[0].answers or _file(question) not in NOT_LOOKED_THROUGH]
    settings = TrainingSettings()
    reader = RememberingReader.load(workspace.encoders, settings.encoder)
    with classifier_folder(whole_model()) as folder:
        served = Classifier.load(folder, workspace.encoders, reader=reader)
        weights = load_weights(folder / NAME)
        index, _ = read_questions(["?"], ModelIndex.of(folder))
    yield from _of_questions(over_pages, served, index, weights, over_pages=True)
    with tempfile.TemporaryDirectory() as unseen, training_bar() as report:  # a classifier that hasn't learnt from the reviewed questions
        fit_classifier(read_examples(workspace.data / "nlu"), Path(unseen), workspace.encoders, settings, report, reader=reader)
        fresh = Classifier.load(Path(unseen), workspace.encoders, reader=reader)
        yield from _of_questions(reviewed, fresh, index, weights, over_pages=False)


def _file(question: Question) -> str:
    return Path(question.place.rpartition(":")[0]).stem


def _of_questions(
    questions: Sequence[Question], classifier: Classifier, index: PassageIndex, weights: Weights, over_pages: bool
) -> Iterator[Asked]:
    """The questions for which there is a section, and of which it is known whether it answers."""
    templates = Templates(answering_texts(Workspace.current().domain))
    texts = templates.texts
    english = SecondEncoder(classifier.reader.read_english)
    answered = {(row["text"], row["section"]): row.get("right", True) for row in rows_of("answered")}
    predictions = predictions_of(classifier, [question.text for question in questions])
    for question, prediction in zip(questions, predictions):
        query = index.read(question.text, prediction.sentence, prediction.reading)
        answers = templates.answers(to_read(prediction.ranking), question.text, prediction.sentence, prediction.reading, index)
        ranking = verified(prediction.ranking, answers)
        first, sure = answering(ranking)[0]
        said = templates.said.get(first, ())
        expected, second = Likely(said, sure, texts).vectors(index), SecondReading(prediction.english, english)
        query = replace(query, expected=expected, second=second)
        hits = index.search(query, without_question=question.text)
        section = next((hit for hit in hits if hit.passage.document), None)
        if section is None or ranking[0][0] == PERSON:
            continue
        observed = Observation.of(prediction, hits, query.information, texts.beside(query, section, index, said), answers)
        assert observed.section is not None
        quoted = [index.entries[number].pair.dialogue for number in (section.pair, section.standing.rival) if number]
        like, known = observed.section.beside.likeness, {name: answered.get((question.text, name)) for name in quoted}
        judged = [_right(question, name, like, index, over_pages) if looked_at is None else looked_at for name, looked_at in known.items()]
        right = max(each or 0.0 for each in judged)
        if not right and None in judged:
            continue  # nobody knows
        chances = probabilities(features(observed), weights)
        of = section_features(chances, features(observed), sure, observed.section)
        weight = OVER_PAGE if over_pages else BY_LIKENESS if question.expected == "passage" else 1.0
        yield Asked(of, float(right), weight, chances, f"{question.group if over_pages else question.expected}")


def _right(question: Question, section: str, like_template: float, index: PassageIndex, over_pages: bool) -> float | None:
    """How far a section is what is to be said to a question, from 0 to 1; none if nobody knows."""
    expected = question.parts[0]
    if expected.kind == "template":
        return SECTION_AS_WELL if like_template >= SAME else 0.0
    if expected.kind != "passage":
        return 0.0
    if section in expected.dialogues:
        return 1.0
    likeness = _likeness(section, expected.dialogues, index) if not over_pages else 0.0
    return 1.0 if likeness >= SAME else 0.0 if likeness <= OTHER else None


def _likeness(section: str, dialogues: Sequence[str], index: PassageIndex) -> float:
    """The highest cosine of what a section says with what dialogues say; between same and other if they aren't there."""
    mine, theirs = (_answers(names, index) for names in ((section,), dialogues))
    return float((mine @ theirs.T).max()) if len(theirs) else (SAME + OTHER) / 2


def _answers(names: Sequence[str], index: PassageIndex) -> Floats:
    ids = [piece_ids(number, 1) for number, entry in index.entries.items() if entry.pair.dialogue in names]
    return index.answers.vectors(np.concatenate(ids)) if ids else np.zeros((0, index.width), dtype=np.float32)


def _cross_validated(asked: Sequence[Asked]) -> Mapping[str, str]:
    """For each group of questions, how often a section was said, and how often that was right, of how many."""
    said, right = Counter[str](), Counter[str]()
    for learnt, left in KFold(PARTS, shuffle=True, random_state=0).split(asked):
        trees = fitted([asked[place] for place in learnt])
        for each in (asked[place] for place in left):
            chance = 1 / (1 + np.exp(-trees.log_odds(each.features)))
            if chance >= (1 - chance) * max(each.others.values()):
                said[each.group] += 1
                right[each.group] += each.right > 0
    groups = Counter(each.group for each in asked)
    return {group: f"{said[group]}, {right[group]} of {count}" for group, count in sorted(groups.items())}


if __name__ == "__main__":
    main()
