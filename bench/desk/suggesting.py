"""Suggestions: how often the reply that the agent really gave, or nearly that, is among the three that are suggested, beside BM25.

Airline chats: the first question of dialogues that the index doesn't hold. There are no templates, so the three are past answers, as the
index of a served model finds them, and as they are chosen among those (`retrieval.search.variety`). Nearly the same is a reply that shares
half of its words with the real one (`bench.retrieval.hits`); one that says the same is told by `bench.desk.same_replies`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.desk.same_replies import SameReplies
from bench.results import Result
from bench.retrieval.hits import nearly_same
from bench.retrieval.quality import SHARES, said_and_replied
from bench.retrieval.scores import bm25
from bot.desk.suggestions import SUGGESTED
from bot.models.search import suggest
from bot.workspace import Workspace
from data.records import Pair
from data.splits import part_of
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5
from finetune.encoders.sentence_encoder import SentenceEncoder
from finetune.encoders.sentence_export import exported_encoder
from finetune.settings import TrainingSettings
from retrieval.building.build import build

PAST, ASKED = 4_000, 600


def suggesting(log: Path) -> Iterator[Result]:
    """Asks the index, and BM25 over the past questions."""
    parts: dict[str, list[Pair]] = {part: [] for part in SHARES}
    for pairs in said_and_replied(log):
        parts[part_of(pairs[0].dialogue, SHARES)].append(pairs[0])
    past, asked = parts["train"][:PAST], parts["test"][:ASKED]
    replies, questions = [pair.answer for pair in past], [pair.question for pair in asked]
    encoder = E5Encoder.load(exported_e5(Workspace.current().encoders))
    index = build(past, encoder, calibrated=False)
    vectors = encoder.embed(questions)
    served = [[hit.passage.text for hit in suggest(*asked, index)] for asked in zip(questions, vectors)]
    found = [[hit.passage.text for hit in index.search(index.read(*asked), SUGGESTED)] for asked in zip(questions, vectors)]
    known = [pair.question for pair in past]
    rows = np.argsort(-bm25(known, questions, known), axis=1, kind="stable")
    systems = {
        "heed": served,
        "heed: search alone": found,
        "BM25": [[replies[place] for place in row[:SUGGESTED]] for row in rows.tolist()],
    }
    condition = f"{len(asked)} test questions, {len(past):,} past ones"
    judge = SameReplies(SentenceEncoder.load(exported_encoder(TrainingSettings.encoder, Workspace.current().encoders)))
    yield from judge.agreement({pair.dialogue: pair.answer for pairs in parts.values() for pair in pairs})
    for what, same in (("reply", nearly_same), ("reply, or one that says the same,", judge.same)):
        answerable = same([pair.answer for pair in asked], replies).any(axis=1)
        yield Result("twitter_airlines", f"{what}: somebody gave it before", float(answerable.mean()), condition=condition)
        for system, suggested in systems.items():
            right = np.array([bool(texts) and bool(same([pair.answer], texts).any()) for pair, texts in zip(asked, suggested)])
            yield Result("twitter_airlines", f"{what} among the three suggested", float(right.mean()), system=system, condition=condition)
            of = float(right[answerable].mean())
            yield Result("twitter_airlines", f"{what} … where somebody gave it before", of, system=system, condition=condition)
