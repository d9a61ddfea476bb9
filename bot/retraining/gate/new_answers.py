"""What a candidate may say that the served model may not: passages and templates with a wording that is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain import answering_texts
from bot.models.archive import classifier_folder, domain_file
from bot.models.encoders import load_encoder
from bot.models.indexes import ModelIndex
from data.folding import folded
from data.records import Pair
from retrieval.building.contradictions import contradiction, denies
from retrieval.building.deduplication import same_answer
from retrieval.lexical.particulars import capitalised, negated
from retrieval.search.entries import Entry
from retrieval.search.index import PassageIndex
from retrieval.storage import snapshots
from retrieval.vectors.interface import Floats, pair_of, piece_ids

# How alike (cosine) two questions must be to be one, and two answers to speak of the same thing.
SAME_QUESTION, SAME_SUBJECT = 0.7, 0.5
COMPARED = 5


@dataclass(frozen=True)
class NewAnswer:
    """A wording that the served model doesn't have.

    Attributes:
        text: what would be said.
        pairs: what it comes from, if from the logs; else a template.
        approved: whether a person has said that it is right: a template, or the answer to a reviewed question.
        instead_of: what the served model says to the same question, if that is something else.
        contradicts: how, if it states other facts.
    """

    text: str
    pairs: tuple[Pair, ...] = ()
    approved: bool = True
    instead_of: str = ""
    contradicts: str = ""


def new_answers(candidate: Path, served: Path) -> list[NewAnswer]:
    """All that the candidate may say, and the served model may not.

    Raises:
        HeedError: an archive or an index can't be used.
    """
    was, now = _templates(served), _templates(candidate)
    templates = [NewAnswer(text) for text in sorted(now - was)]
    ours, theirs = index_of_model(candidate), index_of_model(served)
    return [*templates, *(_new_passages(ours, theirs) if ours else ())]


def _templates(archive: Path) -> set[str]:
    with domain_file(archive) as domain:
        return {text for texts in answering_texts(domain).values() for text in texts}


def index_of_model(archive: Path) -> PassageIndex | None:
    with classifier_folder(archive) as classifier:
        place = ModelIndex.of(classifier)
        return snapshots.load(place.folder, place.encoder_hash, load_encoder(place.encoder)) if place.is_there else None


def _new_passages(ours: PassageIndex, theirs: PassageIndex | None) -> list[NewAnswer]:
    known = {folded(pair.answer) for pair in theirs.pairs} if theirs else set()
    found: dict[str, list[int]] = {}
    for number, entry in ours.entries.items():
        if entry.outdated is None and folded(entry.pair.answer) not in known:
            found.setdefault(folded(entry.pair.answer), []).append(number)
    return [_new_passage(ours, theirs, numbers) for numbers in found.values()]


def _new_passage(ours: PassageIndex, theirs: PassageIndex | None, numbers: Sequence[int]) -> NewAnswer:
    pairs = tuple(ours.entries[number].pair for number in numbers)
    text = pairs[0].answer
    instead, how = "", ""
    for number in numbers if theirs else ():
        assert theirs
        question, answer = (index.vectors(piece_ids(number, 1))[0] for index in (ours.questions, ours.answers))
        for entry, asked_alike, said_alike in near(theirs, question, answer):
            other = other_facts(entry.pair.answer, text, asked_alike, said_alike)
            how = how or other
            if other or (asked_alike >= SAME_QUESTION and not same_answer(entry.pair.answer, text)):
                instead = instead or entry.pair.answer
    return NewAnswer(text, pairs, any(pair.quality == 1.0 for pair in pairs), instead, how)


def near(index: PassageIndex, question: Floats, answer: Floats) -> Iterator[tuple[Entry, float, float]]:
    """Entries near to a new one by their question or by their answer, with the cosines of both."""
    found = (side.search(vector, COMPARED)[1] for side, vector in ((index.questions, question), (index.answers, answer)))
    for number in {number for ids in found for number in pair_of(ids).tolist()}:
        entry = index.entries.get(number)
        if entry and not entry.outdated:
            both = ((index.questions, question), (index.answers, answer))
            asked_alike, said_alike = (float(side.vectors(piece_ids(number, 1))[0] @ vector) for side, vector in both)
            yield entry, asked_alike, said_alike


def other_facts(today: str, new: str, asked_alike: float, said_alike: float) -> str:
    """How a new answer states other facts about the same than today's; empty if it doesn't, as far as wordings tell."""
    if asked_alike < SAME_SUBJECT and said_alike < SAME_SUBJECT:
        return ""
    if why := contradiction(today, new, same_question=asked_alike >= SAME_SUBJECT):
        return why
    names = (capitalised(today), capitalised(new))
    if (all(names) and not names[0] & names[1]) or said_alike < SAME_SUBJECT:
        return ""
    # In answers to other questions, one “not” more is no contradiction unless it denies what the other says.
    contrary = (asked_alike >= SAME_QUESTION and negated(today) != negated(new)) or denies(today, new) or denies(new, today)
    return "only one of the two says “not”" if contrary else ""
