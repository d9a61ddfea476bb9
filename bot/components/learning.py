"""What a model learns besides its intents and its index (`learned_index.py`): how to decide, on the company's own data.

Each question whose right outcome is known is asked as if it had never been seen: written examples and reviewed questions through a
classifier that was trained without them, past questions with their own dialogue left out.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from bot.decisions.fitting import Trial
from bot.decisions.observation import Observation, features
from bot.decisions.questions import Part, Question, question_files, read_questions
from bot.decisions.ranking import to_read
from bot.decisions.splitting import questions_of
from bot.domain import CLARIFY
from bot.models.search import Templates, find
from bot.workspace import Workspace
from data.identifiers import without_identifiers
from data.languages import language_of
from data.parallel import batched
from data.records import Example, Pair, content_id
from finetune.classifier.prediction import Prediction
from finetune.classifier.predictor import Classifier
from retrieval.search.entries import Hit
from retrieval.search.query_context import in_context
from retrieval.storage.live import LiveIndex

# What a question counts whose outcome was labelled by rule, beside one that a person has reviewed.
BY_RULE = 0.1
# What one counts that was joined to what was said before, or cut out of a message: its text was made by rule.
CUT = 0.3
# Written examples and past questions that are asked at most.
MOST_EXAMPLES, MOST_PAST = 600, 300
# Of the questions that the shipped weights have learnt, one in so many is asked at training: enough to compare two models by.
OF_LEARNT = 4
# Questions that are classified at a time.
AT_A_TIME = 256
# Longer past questions tell a story, with more than one thing asked in it.
LONGEST_PAST = 300
# Two answers are the same from this cosine on, and different up to that one; between the two, nobody knows.
SAME, DIFFERENT = 0.6, 0.35


def reviewed_questions(workspace: Workspace) -> list[Question]:
    """The workspace's questions with a known outcome; none if it has no such files.

    Raises:
        DataError: a file can't be read.
    """
    return [question for file in question_files(workspace) for question in read_questions(file)]


def reviewed_examples(questions: Sequence[Question], written: Sequence[Example]) -> list[Example]:
    """Reviewed questions as training examples, in the languages that the written examples are in.

    In any other language they would be so few that a message in it would be like them for its language alone.
    """
    languages = {language_of(example.text) for example in written}
    known = {example.text for example in written}
    intents = {example.intent for example in written}
    found = []
    for question in questions:
        intent = CLARIFY if question.expected == "clarify" else question.parts[0].intent
        text = without_identifiers(question.text)
        alone = len(question.parts) == 1 and not question.before and text not in known
        if alone and intent in intents and question.lang.partition("-")[0] in languages:
            found.append(Example(text, intent))
    return found


def decision_trials(
    classifier: Classifier,
    index: LiveIndex | None,
    questions: Sequence[Question],
    examples: Sequence[Example],
    predictions: Sequence[Prediction],
    templates: Templates,
    learnt: Collection[int] = (),
) -> list[Trial]:
    """What the decision is fitted on (`bot.decisions.fitting.fit`): the reviewed questions first, in their order.

    Args:
        classifier: the trained one, to read many texts, for questions that it has not learnt from.
        index: of past answers; none if there are no logs.
        questions: reviewed ones.
        examples: what the classifier has learnt from.
        predictions: of the examples, as if each had never been seen (`finetune.training.cross_fit`).
        templates: what the company's say.
        learnt: ids of questions (`data.records.content_id`) of which a part is enough.
    """
    unseen = {example.text: prediction for example, prediction in zip(examples, predictions)}
    reviewed = {without_identifiers(question.text) for question in questions}
    written = [example for example in examples if example.text not in reviewed and example.intent != "passage"]
    sample = random.Random(0).sample(written, min(MOST_EXAMPLES, len(written)))
    return [
        *_reviewed_trials(classifier, index, questions, unseen, templates, learnt),
        *(_trial(index, templates, example.text, unseen[example.text], Part.of("template", example.intent), BY_RULE) for example in sample),
        *(_past_trials(classifier, index, templates) if index else ()),
    ]


def _reviewed_trials(
    classifier: Classifier,
    index: LiveIndex | None,
    questions: Sequence[Question],
    unseen: Mapping[str, Prediction],
    templates: Templates,
    learnt: Collection[int],
) -> Iterator[Trial]:
    asked = [each for question in questions for each in asked_of(question) if _is_asked(content_id(each[0]), learnt)]
    for batch in batched(asked, AT_A_TIME):
        fresh = list(dict.fromkeys(text for text, _, weight in batch if weight == CUT or text not in unseen))
        read = dict(zip(fresh, classifier.predict_all(fresh))) if fresh else {}
        for text, part, weight in batch:
            prediction = unseen[text] if weight != CUT and text in unseen else read[text]
            yield _trial(index, templates, text, prediction, part, weight)


def _is_asked(key: int, learnt: Collection[int]) -> bool:
    """Whether a question is asked: the same ones in every model."""
    return key % OF_LEARNT == 0 or key not in learnt


def asked_of(question: Question) -> Iterator[tuple[str, Part, float]]:
    """What is asked of a reviewed question: texts, each with its right outcome and what it counts."""
    text = without_identifiers(question.text)
    if question.before:
        yield in_context(text, [without_identifiers(said) for said in question.before]), question.parts[0], CUT
    elif len(question.parts) == 1:
        yield text, question.parts[0], 1.0
    elif len(texts := questions_of(text)) == len(question.parts):
        yield from ((text, part, CUT) for text, part in zip(texts, question.parts))


def predictions_of(classifier: Classifier, texts: Sequence[str]) -> Iterator[Prediction]:
    """What a classifier predicts for texts, of which it reads some at a time."""
    for batch in batched(texts, AT_A_TIME):
        yield from classifier.predict_all(batch)


def _past_trials(classifier: Classifier, index: LiveIndex, templates: Templates) -> Iterator[Trial]:
    """Past questions with their dialogue left out: a passage is right where another dialogue answered the same, else a person."""
    entries = index.ask(lambda inner: [entry for entry in inner.entries.values() if len(entry.pair.question) <= LONGEST_PAST])
    asked = [entry for entry in entries if entry.template is None and not entry.outdated and entry.pair.document is None]
    pairs = [entry.pair for entry in random.Random(0).sample(asked, min(MOST_PAST, len(asked)))]
    predictions = predictions_of(classifier, [pair.question for pair in pairs])
    asked_anew = zip(pairs, predictions)
    found = [(pair, prediction, *found_for(index, templates, pair.question, prediction, pair)) for pair, prediction in asked_anew]
    found = [each for each in found if each[2]]
    if not found:
        return
    said = [[pair.answer, *(hit.passage.text for hit in hits)] for pair, _, hits, *_ in found]
    vectors = iter(classifier.embed([text for texts in said for text in texts]))
    for (pair, prediction, hits, information, template_answers), texts in zip(found, said):
        answers = np.stack([next(vectors) for _ in texts])
        alike = answers[1:] @ answers[0]  # (K,)
        observed = Observation.of(prediction, hits, information, template_answers=template_answers)
        if alike[0] >= SAME:
            yield Trial(features(observed), "passage", BY_RULE, pair.question)
        elif alike.max() <= DIFFERENT:
            yield Trial(features(observed), "hand_over", BY_RULE, pair.question)


def found_for(
    index: LiveIndex, templates: Templates, text: str, prediction: Prediction, without: Pair | None = None
) -> tuple[list[Hit], float, dict[str, float]]:
    """For a question: the passages, how much it says (`bot.models.search.find`), and whether the likeliest templates answer it.

    Args:
        index: of past answers.
        templates: what the company's say.
        text, prediction: the question.
        without: what the question is asked without, as for `find`.
    """
    question = (text, prediction.sentence, prediction.reading)
    hits, information = index.ask(partial(find, *question[:2], reading=prediction.reading, without=without))
    return hits, information, index.ask(partial(templates.answers, to_read(prediction.ranking), *question))


def _trial(index: LiveIndex | None, templates: Templates, text: str, prediction: Prediction, expected: Part, weight: float) -> Trial:
    """A question as it would be decided on; where the template or passage that comes first isn't the right one, neither is right to say."""
    hits: list[Hit] = []
    information, template_answers = 0.0, dict[str, float]()
    if index:
        hits, information, template_answers = found_for(index, templates, text, prediction, Pair(text, "", ""))
    observed = Observation.of(prediction, hits, information, template_answers=template_answers)
    right = expected.kind
    if right == "template" and observed.answering[0][0] != expected.intent:
        right = "clarify"
    elif right == "passage" and not (
        hits and expected.answered_by([source.dialogue for source in hits[0].passage.sources], hits[0].passage.text)
    ):
        right = "hand_over"
    return Trial(features(observed), right, weight, text, expected.kind, expected.intent)
