"""Token states without their language."""

import numpy as np
import pytest

from retrieval.search.language_neutral import language_directions, neutral


def test_what_the_means_of_languages_differ_in_is_gone_and_the_rest_has_length_1() -> None:
    chance = np.random.default_rng(0)
    states = chance.standard_normal((5, 384)).astype(np.float32)
    found = neutral(states)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert np.abs(neutral(found) - found).max() < 1e-4  # nothing is left to take out
    assert np.abs(found - states / np.linalg.norm(states, axis=1, keepdims=True)).max() > 0


def test_of_two_languages_there_is_one_direction_from_one_to_the_other() -> None:
    directions = language_directions(np.array([[1.0, 0.0, 2.0], [1.0, 0.0, -2.0]], dtype=np.float32))
    assert np.abs(directions) == pytest.approx(np.array([[0.0, 0.0, 1.0]]))


def test_states_of_another_encoder_stay_as_they_are() -> None:
    states = np.eye(3, 8, dtype=np.float32)
    assert neutral(states) is states
