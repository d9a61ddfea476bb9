"""What a model learns besides its intents: an index of past answers, and how to decide, on the company's own data.

Each question whose right outcome is known is asked as if it had never been seen: written examples and reviewed questions through a
classifier that was trained without them, past questions with their own dialogue left out.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.decisions.fitting import Trial
from bot.decisions.observation import Observation, features
from bot.decisions.questions import Part, Question, question_files, read_questions
from bot.decisions.splitting import questions_of
from bot.domain import CLARIFY
from bot.models.adding import add_pairs
from bot.models.begun_indexes import begin_index, build_first
from bot.models.indexes import ModelIndex, open_index
from bot.models.publishing import catch_up
from bot.models.search import find
from bot.workspace import Workspace
from data.languages import language_of
from data.records import Example, Pair
from finetune.classifier.prediction import Prediction
from finetune.classifier.predictor import Classifier
from retrieval.building.build import NothingToIndex
from retrieval.search.entries import Hit
from retrieval.search.index import PassageIndex
from retrieval.search.late_interaction import interactions
from retrieval.search.query_context import in_context
from retrieval.search.same_dialogue import meeting
from retrieval.storage.live import LiveIndex

logger = logging.getLogger(__name__)

# What a question counts whose outcome was labelled by rule, beside one that a person has reviewed.
BY_RULE = 0.1
# What one counts that was joined to what was said before, or cut out of a message: its text was made by rule.
CUT = 0.3
# Written examples and past questions that are asked at most.
MOST_EXAMPLES, MOST_PAST = 600, 300
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
        alone = len(question.parts) == 1 and not question.before and question.text not in known
        if alone and intent in intents and question.lang.partition("-")[0] in languages:
            found.append(Example(question.text, intent))
    return found


def learn_index(classifier: Path, questions: Sequence[Question], provisional: bool = False) -> LiveIndex | None:
    """The model's index, with all that the logs and documents hold by now, and with what reviewed questions say.

    A question whose answer a person has found leads to that answer.

    Args:
        classifier: the folder of the trained classifier.
        questions: reviewed ones.
        provisional: leaves the reviewed questions, the probability that a passage answers, and all but the newest answers for later.

    Returns:
        None if the logs hold nothing that may be said to another customer.

    Raises:
        HeedError: the logs or the index can't be used.
    """
    place = begin_index(classifier)
    try:
        if place.is_there:
            catch_up(place)
        elif provisional:
            build_first(place, classifier)
        index = open_index(place, calibrated=not provisional)
    except NothingToIndex as error:
        logger.warning("no past answers can be quoted: %s", error)
        return None
    if not provisional:
        add_reviewed(index, place, questions)
    return index


def add_reviewed(index: LiveIndex, place: ModelIndex, questions: Sequence[Question]) -> int:
    """Adds reviewed questions, each with the answer that a person found for it, to a model's index; returns how many were new to it."""
    added = add_pairs(list(_reviewed_pairs(index, questions)), place)
    index.refresh()
    return added


def decision_trials(
    classifier: Classifier,
    index: LiveIndex | None,
    questions: Sequence[Question],
    examples: Sequence[Example],
    predictions: Sequence[Prediction],
) -> list[Trial]:
    """What the decision is fitted on (`bot.decisions.fitting.fit`): the reviewed questions first, in their order.

    Args:
        classifier: the trained one, for questions that it has not learnt from.
        index: of past answers; none if there are no logs.
        questions: reviewed ones.
        examples: what the classifier has learnt from.
        predictions: of the examples, as if each had never been seen (`finetune.training.cross_fit`).
    """
    unseen = {example.text: prediction for example, prediction in zip(examples, predictions)}
    reviewed = {question.text for question in questions}
    written = [example for example in examples if example.text not in reviewed and example.intent != "passage"]
    sample = random.Random(0).sample(written, min(MOST_EXAMPLES, len(written)))
    return [
        *_reviewed_trials(classifier, index, questions, unseen),
        *(_trial(index, example.text, unseen[example.text], Part.of("template", example.intent), BY_RULE) for example in sample),
        *(_past_trials(classifier, index) if index else ()),
    ]


def _reviewed_pairs(index: LiveIndex, questions: Sequence[Question]) -> Iterator[Pair]:
    """Each reviewed question with the answer of the named dialogues that fits it best."""
    for question in questions:
        if question.expected == "passage" and not question.before:
            answer = index.ask(partial(_best_answer, question))
            if answer:
                yield replace(answer, question=question.text, quality=1.0, context=answer.answer)


def _best_answer(question: Question, index: PassageIndex) -> Pair | None:
    """Of what the named dialogues answered, in the words that the question names, if it does: what meets the question best, in what was
    asked and in the answer itself.
    """
    [part] = question.parts
    entries = [
        entry for entry in index.entries.values() if part.answered_by((entry.pair.dialogue,), entry.pair.answer) and not entry.outdated
    ]
    if not entries:
        return None
    reading = index.tokens.read(question.text)
    query = index.read(question.text, reading.sentence, reading)
    around = interactions(reading.states, query.token_weights, index.tokens.of([entry.text for entry in entries]))
    scores = meeting(query, [each.interaction for each in around], [entry.pair.answer for entry in entries], index.tokens)
    return entries[scores.index(max(scores))].pair


def _reviewed_trials(
    classifier: Classifier, index: LiveIndex | None, questions: Sequence[Question], unseen: Mapping[str, Prediction]
) -> Iterator[Trial]:
    for question in questions:
        if question.before:
            text = in_context(question.text, question.before)
            yield _trial(index, text, classifier.predict(text), question.parts[0], CUT)
        elif len(question.parts) == 1:
            yield _trial(index, question.text, unseen.get(question.text) or classifier.predict(question.text), question.parts[0], 1.0)
        elif len(texts := questions_of(question.text)) == len(question.parts):
            for text, part in zip(texts, question.parts):
                yield _trial(index, text, classifier.predict(text), part, CUT)


def _past_trials(classifier: Classifier, index: LiveIndex) -> Iterator[Trial]:
    """Past questions with their dialogue left out: a passage is right where another dialogue answered the same, else a person."""
    entries = index.ask(lambda inner: [entry for entry in inner.entries.values() if len(entry.pair.question) <= LONGEST_PAST])
    asked = [entry for entry in entries if entry.template is None and not entry.outdated and entry.pair.document is None]
    for entry in random.Random(0).sample(asked, min(MOST_PAST, len(asked))):
        prediction = classifier.predict(entry.pair.question)
        hits, information = index.ask(
            partial(find, entry.pair.question, prediction.sentence, reading=prediction.reading, without=entry.pair)
        )
        if not hits:
            continue
        answers = classifier.embed([entry.pair.answer, *(hit.passage.text for hit in hits)])
        alike = answers[1:] @ answers[0]  # (K,)
        if alike[0] >= SAME:
            yield Trial(features(Observation.of(prediction, hits, information)), "passage", BY_RULE, entry.pair.question)
        elif alike.max() <= DIFFERENT:
            yield Trial(features(Observation.of(prediction, hits, information)), "hand_over", BY_RULE, entry.pair.question)


def _trial(index: LiveIndex | None, text: str, prediction: Prediction, expected: Part, weight: float) -> Trial:
    """A question as it would be decided on; where the template or passage that comes first isn't the right one, neither is right to say."""
    hits: list[Hit] = []
    information = 0.0
    if index:
        itself = Pair(text, "", "")
        hits, information = index.ask(partial(find, text, prediction.sentence, reading=prediction.reading, without=itself))
    observed = Observation.of(prediction, hits, information)
    right = expected.kind
    if right == "template" and observed.answering[0][0] != expected.intent:
        right = "clarify"
    elif right == "passage" and not (
        hits and expected.answered_by([source.dialogue for source in hits[0].passage.sources], hits[0].passage.text)
    ):
        right = "hand_over"
    return Trial(features(observed), right, weight, text, expected.kind, expected.intent)
