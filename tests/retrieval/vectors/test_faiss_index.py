"""The vector indexes beside brute force."""

from pathlib import Path

import numpy as np
import pytest

from data.errors import SettingsError
from retrieval.vectors.faiss_index import FaissVectors
from retrieval.vectors.interface import Floats, Ids, pair_of, piece_ids
from retrieval.vectors.settings import VectorSettings

WIDTH = 32
KINDS = {
    "flat": VectorSettings(),
    "flat, one byte": VectorSettings(quantise=True),
    "approximate": VectorSettings(flat_up_to=500),
    "approximate, one byte": VectorSettings(flat_up_to=500, quantise=True),
}


def some(count: int, seed: int) -> Floats:
    """Vectors around forty subjects, the same ones whatever the seed."""
    subjects, rng = np.random.default_rng(0).normal(size=(40, WIDTH)), np.random.default_rng(seed)
    vectors = subjects[rng.integers(40, size=count)] + 0.5 * rng.normal(size=(count, WIDTH))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def numbered(count: int) -> Ids:
    return np.asarray(np.random.default_rng(9).permutation(count) * 7_919 + 2**60, dtype=np.int64)


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def settings(request: pytest.FixtureRequest) -> VectorSettings:
    assert isinstance(request.param, VectorSettings)
    return request.param


def recall(index: FaissVectors, known: dict[int, Floats], queries: Floats) -> float:
    ids, matrix = np.array(list(known)), np.stack(list(known.values()))
    found = 0
    for query in queries:
        nearest = set(ids[np.argsort(-(matrix @ query))[:10]].tolist())
        found += len(nearest & set(index.search(query, 10)[1].tolist()))
    return found / (10 * len(queries))


def test_it_finds_what_brute_force_finds_after_adding_removing_compacting_and_loading(settings: VectorSettings, tmp_path: Path) -> None:
    ids, vectors = numbered(2_000), some(2_000, 1)
    index = FaissVectors.build(ids[:1_500], vectors[:1_500], settings)
    index.add(ids[1_400:], vectors[1_400:])  # a hundred of them for the second time
    assert index.remove(ids[::5]) == 400
    assert index.remove(ids[::5]) == 0
    known = {int(number): vector for place, (number, vector) in enumerate(zip(ids, vectors)) if place % 5}
    queries = some(50, 2)
    index.compacted().snapshot(tmp_path)
    for same in (index, index.compacted(), FaissVectors.load(tmp_path, settings, WIDTH)):
        assert len(same) == 1_600
        assert recall(same, known, queries) >= 0.93
        assert same.vectors(ids[1:4]) == pytest.approx(vectors[1:4], abs=0.02)
        similarities = same.search(queries[0], 20)[0]
        assert list(similarities) == sorted(similarities, reverse=True)


def test_a_changed_vector_replaces_the_old_one(settings: VectorSettings) -> None:
    ids, vectors = numbered(600), some(600, 1)
    index = FaissVectors.build(ids, vectors, settings)
    index.add(ids[:1], -vectors[:1])
    assert len(index) == 600
    assert index.vectors(ids[:1])[0] == pytest.approx(-vectors[0])
    assert index.search(-vectors[0], 1)[1].tolist() == [ids[0]]


def test_only_what_is_allowed_is_found(settings: VectorSettings) -> None:
    ids, vectors = numbered(1_000), some(1_000, 1)
    index = FaissVectors.build(ids[:900], vectors[:900], settings)
    index.add(ids[900:], vectors[900:])
    found = index.search(vectors[0], 50, allowed=lambda asked: np.isin(asked, ids[880:920]))[1]
    assert set(found.tolist()) <= set(ids[880:920].tolist())
    assert set(found.tolist()) & set(ids[900:920].tolist())


@pytest.mark.parametrize("kept", ["every other one", "the half that is farthest", "the tenth that is farthest"])
def test_with_a_filter_the_nearest_that_match_are_found(kept: str) -> None:
    ids, vectors = numbered(1_000), some(1_000, 1)
    index = FaissVectors.build(ids, vectors)
    query = some(1, 5)[0]
    by_nearness = ids[np.argsort(-(vectors @ query))]
    wanted = {
        "every other one": by_nearness[::2],
        "the half that is farthest": by_nearness[500:],
        "the tenth that is farthest": by_nearness[900:],
    }
    found = index.search(query, 20, allowed=lambda asked: np.isin(asked, wanted[kept]))[1]
    assert found.tolist() == wanted[kept][:20].tolist()


def test_the_few_that_match_are_found_far_from_the_question_too(settings: VectorSettings) -> None:
    ids, vectors = numbered(2_000), some(2_000, 1)
    index = FaissVectors.build(ids, vectors, settings)
    few = dict(zip(ids[::50].tolist(), vectors[::50]))
    found = 0
    for query in some(20, 3):
        nearest = sorted(few, key=lambda number: -float(few[number] @ query))[:10]
        found += len({*nearest} & {*index.search(query, 10, allowed=lambda asked: np.isin(asked, list(few)))[1].tolist()})
    assert found >= 190


def test_an_empty_index_finds_nothing_and_grows() -> None:
    index = FaissVectors(WIDTH, VectorSettings())
    assert len(index.search(some(1, 1)[0], 5)[1]) == 0
    index.add(numbered(200), some(200, 1))
    assert len(index.search(some(1, 1)[0], 5)[1]) == 5


def test_pieces_know_their_pair() -> None:
    pair = 5 << 20
    assert pair_of(piece_ids(pair, 13)).tolist() == [pair] * 13


def test_a_setting_out_of_range_is_named() -> None:
    with pytest.raises(SettingsError, match=r"recall must be a number in \[0.5, 1\]. It was: 2"):
        VectorSettings(recall=2)
