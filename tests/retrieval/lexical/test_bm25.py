from pathlib import Path

import numpy as np

from retrieval.lexical.bm25 import LexicalIndex
from retrieval.vectors.interface import Bools, Ids

TEXTS = {64: "the enamel pot works on an induction hob", 96: "a kettle with limescale", 32: "可以用柠檬酸清洗水壶"}


def all_of(ids: Ids) -> Bools:
    return np.ones(len(ids), dtype=np.bool_)


def built() -> LexicalIndex:
    return LexicalIndex.build(np.array(list(TEXTS), dtype=np.int64), list(TEXTS.values()))


def test_what_was_added_is_found_beside_what_was_built_and_loaded(tmp_path: Path) -> None:
    built().save(tmp_path / "bm25")
    index = LexicalIndex.load(tmp_path / "bm25")
    index.add(128, "the pot is dishwasher safe")
    assert set(index.search(index.weigh("which pot?"), 5, all_of)) == {64, 128}
    assert index.search(index.weigh("dishwasher"), 5, all_of) == [128]
    assert index.search(index.weigh("水壶"), 5, all_of) == [32]


def test_it_knows_whether_it_holds_exactly_some_entries() -> None:
    index, ids = built(), np.array(list(TEXTS), dtype=np.int64)
    assert index.holds_exactly(ids)
    assert not index.holds_exactly(ids[:-1])
    assert not index.holds_exactly(np.sort(ids))
    index.add(128, "the pot is dishwasher safe")
    assert not index.holds_exactly(ids)
