"""Tokens of messages beside tokens of examples, with vectors that can be worked out by hand."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from finetune.classifier import late_interaction
from finetune.classifier.late_interaction import Alignment, ExampleStates, coverages
from finetune.encoders.e5.encoder import TokenStates

AXES = np.eye(6, dtype=np.float32)


def tokens(*ids: int) -> TokenStates:
    """A text whose tokens' states are axes: the same token is the same everywhere, others are at right angles."""
    places = np.array(ids, dtype=np.int64)
    return TokenStates(places, np.zeros((len(ids), 2), dtype=np.int64), AXES[places], AXES[0])


EXAMPLES = [tokens(0, 1), tokens(0, 2), tokens(0, 3)]
LABELS = np.array([1, 0, 1])
ALL = np.ones((1, 2), dtype=bool)


@pytest.fixture
def states() -> ExampleStates:
    return ExampleStates.of(EXAMPLES, LABELS, 2)


def test_a_token_is_as_heavy_as_it_is_rare(states: ExampleStates) -> None:
    everywhere, once, never = states.weights(np.array([0, 2, 5])).tolist()
    assert everywhere == pytest.approx(np.log(4 / 3.5))
    assert once == pytest.approx(np.log(4 / 1.5))
    assert never == pytest.approx(np.log(4 / 0.5))


def test_coverage_is_the_weighted_mean_of_the_best_cosines(states: ExampleStates) -> None:
    [aligned] = states.align([tokens(0, 2, 5)], ALL)
    first, once, never = (np.log(4 / (count + 0.5)) for count in (3, 1, 0))
    np.testing.assert_allclose(aligned[0].similarities, [1, 1, 0], atol=1e-2)
    np.testing.assert_allclose(aligned[1].similarities, [1, 0, 0], atol=1e-2)
    assert aligned[0].coverage == pytest.approx((first + once) / (first + once + never), abs=1e-2)
    assert aligned[1].weakest == pytest.approx(0, abs=1e-2)
    assert aligned[0].gap == pytest.approx(never, abs=1e-2)


def test_an_example_can_be_left_out(states: ExampleStates) -> None:
    message = [tokens(0, 1)]
    [with_it], [without] = states.align(message, ALL), states.align(message, ALL, [[0]])
    assert with_it[1].coverage > 0.99
    np.testing.assert_allclose(without[1].similarities, [1, 0], atol=1e-2)
    [nothing] = states.align([tokens(2)], ALL, [[1]])
    assert nothing[0].similarities.tolist() == [-1]


def test_only_what_is_wanted_is_compared_and_the_rest_is_covered_least(states: ExampleStates) -> None:
    wanted = np.array([[True, False]])
    aligned = states.align([tokens(0, 1)], wanted)
    assert list(aligned[0]) == [0]
    [[of_wanted, of_other]] = coverages(aligned, wanted).tolist()
    assert of_other == of_wanted == pytest.approx(aligned[0][0].coverage)


def test_a_message_without_tokens_is_covered_by_nothing(states: ExampleStates) -> None:
    [aligned] = states.align([tokens()], ALL)
    assert (aligned[0].coverage, aligned[0].weakest, aligned[0].gap) == (0, 0, 0)
    assert isinstance(aligned[1], Alignment)


def test_of_a_large_intent_some_examples_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_interaction, "MOST_STATES", 3)
    states = ExampleStates.of(EXAMPLES, LABELS, 2)
    assert len(states.order) == 2
    assert states.intents.tolist() == [0, 2, 4]
    assert len(states.align([tokens(0)], ALL, [[0, 1, 2]])[0]) == 2


def test_states_are_the_same_after_a_restart(states: ExampleStates, tmp_path: Path) -> None:
    states.save(tmp_path / "states.safetensors")
    loaded = ExampleStates.load(tmp_path / "states.safetensors")
    for each in fields(states):
        np.testing.assert_array_equal(getattr(states, each.name), getattr(loaded, each.name))
    assert loaded.align([tokens(0, 2)], ALL)[0][0].coverage == states.align([tokens(0, 2)], ALL)[0][0].coverage
