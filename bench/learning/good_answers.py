"""Good answers of past dialogues, each judged by the gate as if it were new: how many are said to state other facts than today's.

Beside it, how many false ones are: the same answers with a “not” put in or taken out, each judged beside the true one, as an answer to a
question like its own, and as one to another question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.learning.place import VERSIONS, make
from bench.results import Result
from bot.retraining.gate.new_answers import index_of_model, near, other_facts
from bot.workspace import Workspace
from data.errors import ModelError
from retrieval.building.deduplication import same_answer
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import piece_ids

# How a clause is turned into its contrary; the first place of each in an answer.
TURNED = tuple(
    (re.compile(pattern), turned)
    for pattern, turned in (
        (r"\bdoesn['’]t (\w+)", r"does \1"), (r"\bdon['’]t (\w+)", r"do \1"), (r"\bcan['’]t\b|\bcannot\b", "can"), (r"\bcan\b", "can't"),
        (r"\bisn['’]t\b", "is"), (r"\bis\b", "isn't"), (r"\baren['’]t\b", "are"), (r"\bare\b", "are not"), (r"\bwill\b", "won't"),
        (r"\bmust\b", "mustn't"), (r"\bhas\b", "hasn't"), (r"\bhave\b", "don't have"), (r"\bcomes\b", "doesn't come"),
        (r"\btakes\b", "doesn't take"), ("可以", "不可以"), ("能(?!提)", "不能"), ("有", "没有"), ("不能", "能"), ("没有", "有"),
    )
)  # fmt: skip
# Cosines of a false answer with the true one: of their questions, and of themselves.
ALIKE = ((0.75, 0.85), (0.4, 0.8))


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
    answers = sorted({index.entries[number].pair.answer for number in mined})
    caught = [bool(other_facts(answer, false, *alike)) for answer, false in _false(answers) for alike in ALIKE]
    test = f"{len(caught)} false answers: a good one with a “not” put in or taken out, beside it"
    yield Result(test, "said to state other facts", sum(caught))


def _objected(index: PassageIndex, number: int) -> bool:
    pair = index.entries[number].pair
    question, answer = (side.vectors(piece_ids(number, 1))[0] for side in (index.questions, index.answers))
    return any(
        other_facts(entry.pair.answer, pair.answer, asked_alike, said_alike)
        for entry, asked_alike, said_alike in near(index, question, answer)
        if entry.pair.dialogue != pair.dialogue and not same_answer(entry.pair.answer, pair.answer)
    )


def _false(answers: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each answer with each of its contraries."""
    for answer in answers:
        for pattern, turned in TURNED:
            false = pattern.sub(turned, answer, count=1)
            if false != answer:
                yield answer, false
