"""What a candidate may say that the served model may not: passages and templates with a wording that is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain import answering_texts
from bot.models.archive import classifier_folder, domain_file
from bot.models.encoders import load_encoder
from bot.models.indexes import ModelIndex
from data.folding import folded
from data.records import Pair
from retrieval.building.contradictions import contradiction
from retrieval.search.index import PassageIndex
from retrieval.storage import snapshots
from retrieval.vectors.interface import pair_of, piece_ids

# How alike two questions must be to be one; above that likeness of two answers, they say the same.
SAME_QUESTION, SAME_ANSWER = 0.8, 0.6
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
    ours, theirs = _index(candidate), _index(served)
    return [*templates, *(_new_passages(ours, theirs) if ours else ())]


def _templates(archive: Path) -> set[str]:
    with domain_file(archive) as domain:
        return {text for texts in answering_texts(domain).values() for text in texts}


def _index(archive: Path) -> PassageIndex | None:
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
        similarities, ids = theirs.questions.search(question, COMPARED)
        for other in pair_of(ids[similarities >= SAME_QUESTION]).tolist():
            entry = theirs.entries.get(other)
            if entry is None or entry.outdated:
                continue
            likeness = float(theirs.answers.vectors(piece_ids(other, 1))[0] @ answer)
            how = how or contradiction(entry.pair.answer, text) or ""
            if how or likeness < SAME_ANSWER:
                instead = instead or entry.pair.answer
    return NewAnswer(text, pairs, any(pair.quality == 1.0 for pair in pairs), instead, how)
