"""The index that a model begins with: of past answers, of what documents say, and of what reviewed questions lead to."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.decisions.questions import Question
from bot.models.adding import add_pairs
from bot.models.begun_indexes import begin_index, build_first
from bot.models.indexes import ModelIndex, compact_index, open_index
from bot.models.publishing import catch_up
from data.identifiers import without_identifiers
from data.records import Pair
from finetune.encoders.remembering_encoder import RememberingEncoder
from retrieval.building.build import NothingToIndex
from retrieval.encoder import TokenStates
from retrieval.search.entries import Entry
from retrieval.search.index import PassageIndex
from retrieval.search.late_interaction import interactions
from retrieval.search.meeting import meeting
from retrieval.storage.live import LiveIndex

logger = logging.getLogger(__name__)


def learn_index(
    classifier: Path, questions: Sequence[Question], encoder: RememberingEncoder, provisional: bool = False
) -> LiveIndex | None:
    """The model's index, with all that the logs and documents hold by now, and with what reviewed questions say.

    A question whose answer a person has found leads to that answer.

    Args:
        classifier: the folder of the trained classifier.
        questions: reviewed ones.
        encoder: the classifier's e5.
        provisional: leaves the reviewed questions, the probability that a passage answers, and all but the newest answers for later.

    Returns:
        None if the logs hold nothing that may be said to another customer.

    Raises:
        HeedError: the logs or the index can't be used.
    """
    place = begin_index(classifier)
    try:
        if place.is_there:
            catch_up(place, encoder)
        elif provisional:
            build_first(place, classifier, encoder)
        index = open_index(place, calibrated=not provisional, encoder=encoder)
    except NothingToIndex as error:
        logger.warning("no past answers can be quoted: %s", error)
        return None
    if not provisional:
        add_reviewed(index, place, questions, encoder)
        compact_index(place.folder)  # what was added one by one takes each server longer to load than all the rest
        index.refresh()  # opened anew, it knows the names of what was added, too
    return index


def add_reviewed(index: LiveIndex, place: ModelIndex, questions: Sequence[Question], encoder: RememberingEncoder) -> int:
    """Adds reviewed questions, each with the answer that a person found for it, to a model's index; returns how many were new to it.

    Args:
        index: the model's, opened.
        place: where it is.
        questions: reviewed ones.
        encoder: the index's.
    """
    added = add_pairs(list(_reviewed_pairs(index, questions, encoder)), place, encoder)
    index.refresh()
    return added


def _reviewed_pairs(index: LiveIndex, questions: Sequence[Question], encoder: RememberingEncoder) -> Iterator[Pair]:
    """Each reviewed question with the answer of the named dialogues that fits it best."""
    asked = [question for question in questions if question.expected == "passage" and not question.before]
    said: dict[str, list[tuple[int, Entry]]] = defaultdict(list)  # what isn't outdated of each dialogue, and its place in the index
    for place, entry in enumerate(index.ask(lambda inner: list(inner.entries.values()))):
        if not entry.outdated:
            said[entry.pair.dialogue].append((place, entry))
    texts = [without_identifiers(question.text) for question in asked]
    for text, question, reading in zip(texts, asked, encoder.read_all(texts)):
        [part] = question.parts
        places = {place: entry for dialogue in part.dialogues for place, entry in said.get(dialogue, ())}
        entries = [places[place] for place in sorted(places)]
        if entries := [entry for entry in entries if part.answered_by((entry.pair.dialogue,), entry.pair.answer)]:
            answer = index.ask(partial(_best_answer, text, reading, entries))
            yield replace(answer, question=text, quality=1.0, context=answer.answer)


def _best_answer(text: str, reading: TokenStates, entries: Sequence[Entry], index: PassageIndex) -> Pair:
    """Of answers, in the words that the question names, if it does: what meets the question best, in what was asked and in the answer
    itself.
    """
    query = index.read(text, reading.sentence, reading)
    around = interactions(reading.states, query.token_weights, index.tokens.of([entry.text for entry in entries]))
    scores = meeting(query, [each.interaction for each in around], [entry.pair.answer for entry in entries], index.tokens)
    return entries[scores.index(max(scores))].pair
