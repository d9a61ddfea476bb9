"""Good answers of past dialogues, each judged by the gate as if it were new: how many are said to state other facts than today's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.learning.place import VERSIONS, make
from bench.results import Result
from bot.retraining.gate.new_answers import index_of_model, near, other_facts
from bot.workspace import Workspace
from data.errors import ModelError
from retrieval.building.deduplication import same_answer
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import piece_ids


def good_answers(folder: Path) -> Iterator[Result]:
    """Judges the mined answers of the sample shop's index, each beside those of all other dialogues.

    Raises:
        ModelError: the repository has no trained model, or that has no index.
    """
    registry = make(folder)
    with Workspace(folder).used():
        index = index_of_model(registry.find(VERSIONS[0]))
    if index is None:
        raise ModelError("the sample shop's model has no index; train one with `rasa train` or `heed run`")
    mined = [number for number, entry in index.entries.items() if not entry.outdated and entry.pair.quality < 1.0]
    test = f"{len(mined)} good answers of the sample shop's logs, each as if it were new"
    yield Result(test, "said to state other facts", sum(_objected(index, number) for number in mined))


def _objected(index: PassageIndex, number: int) -> bool:
    pair = index.entries[number].pair
    question, answer = (side.vectors(piece_ids(number, 1))[0] for side in (index.questions, index.answers))
    return any(
        other_facts(entry.pair.answer, pair.answer, asked_alike, said_alike)
        for entry, asked_alike, said_alike in near(index, question, answer)
        if entry.pair.dialogue != pair.dialogue and not same_answer(entry.pair.answer, pair.answer)
    )
