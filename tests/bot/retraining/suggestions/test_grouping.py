from __future__ import annotations

import numpy as np

from bot.retraining.suggestions.grouping import FEWEST, Tree, grouped
from bot.retraining.suggestions.reading import Reading
from finetune.arrays import Floats

SIZE = 30


def _around(centres: Floats, size: int, spread: float, seed: int = 0) -> Floats:
    """`size` vectors of length 1 around each centre."""
    rows = np.repeat(centres, size, axis=0) + spread * np.random.default_rng(seed).standard_normal((size * len(centres), centres.shape[1]))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _untaught(vectors: Floats) -> Reading:
    return Reading(vectors, [], np.zeros((len(vectors), 0), dtype=np.float32), np.zeros(len(vectors), dtype=np.float32))


def test_questions_of_a_kind_come_together_without_any_intent() -> None:
    vectors = _around(np.eye(6, 24, dtype=np.float32), SIZE, 0.05)
    groups = grouped(_untaught(vectors), np.arange(len(vectors)), np.zeros((0, 24), dtype=np.float32))
    assert sorted(sorted(set((group.rows // SIZE).tolist())) for group in groups) == [[kind] for kind in range(6)]
    assert all(len(group.rows) == SIZE for group in groups)


def test_the_most_typical_question_comes_first() -> None:
    vectors = _around(np.eye(3, 24, dtype=np.float32), SIZE, 0.1)
    for group in Tree(_untaught(vectors), np.arange(len(vectors)), np.zeros((0, 24), dtype=np.float32)).groups(3):
        centre = vectors[group.rows].mean(axis=0)
        closeness = vectors[group.rows] @ centre
        assert closeness[0] > closeness[-1]


def test_what_is_nearer_to_an_intent_is_left_out() -> None:
    centres = np.eye(3, 24, dtype=np.float32)
    vectors = _around(centres, SIZE, 0.05)
    groups = Tree(_untaught(vectors), np.arange(len(vectors)), centres[:1]).groups(3)
    assert {kind for group in groups for kind in (group.rows // SIZE).tolist()} == {1, 2}


def test_halves_tell_two_kinds_in_a_group_apart() -> None:
    pair = np.zeros((2, 24), dtype=np.float32)
    pair[0, :2], pair[1, :2] = (0.8, 0.6), (0.6, 0.8)
    vectors = np.concatenate([_around(pair, SIZE, 0.02), _around(np.eye(3, 24, dtype=np.float32)[2:], SIZE, 0.02)])
    groups = Tree(_untaught(vectors), np.arange(len(vectors)), np.zeros((0, 24), dtype=np.float32)).groups(2)
    both = next(group for group in groups if len(set((group.rows // SIZE).tolist())) == 2)
    # One branch below holds only questions of one kind.
    assert len(set((both.rows[both.halves == 0] // SIZE).tolist())) == 1


def test_a_few_questions_are_no_group() -> None:
    vectors = _around(np.eye(1, 24, dtype=np.float32), FEWEST - 1, 0.05)
    assert grouped(_untaught(vectors), np.arange(len(vectors)), np.zeros((0, 24), dtype=np.float32)) == []


def test_what_is_like_nothing_is_no_group() -> None:
    vectors = _around(np.zeros((1, 300), dtype=np.float32), 240, 1.0)
    assert grouped(_untaught(vectors), np.arange(len(vectors)), np.zeros((0, 300), dtype=np.float32)) == []
