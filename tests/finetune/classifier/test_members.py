"""The members of the ensemble that are fitted in seconds."""

from pathlib import Path

import numpy as np
import pytest

from finetune.classifier.members import Members, fit_members, largest_left_out_logits
from finetune.classifier.similarity import NO_NEIGHBOUR
from tests.finetune.classifier.made_readings import made

LABELS = np.array([0, 0, 1, 1, 2, 2])
TEXTS = ["late parcel", "parcel late", "refund money", "money refund", "blue tint", "blue shade"]
AXES = np.eye(4, dtype=np.float32)
READINGS = made(AXES[LABELS])


@pytest.fixture(scope="module")
def members() -> Members:
    return fit_members(TEXTS, LABELS, READINGS, 3, seed=1)


def test_each_member_scores_by_what_it_knows(members: Members) -> None:
    by_e5, by_english = members.logits(made(AXES[[0]], english=AXES[[2]]))
    assert by_e5.argmax() == 0
    assert by_english.argmax() == 2
    assert members.ngram_logits(["my parcel is late", "the money"]).argmax(axis=1).tolist() == [0, 1]
    assert members.similarities(made(AXES[[1]])).nearest.max(axis=2).tolist() == [[0, 1, 0]]
    nearest = members.nearest_english(made(AXES[[1]], english=AXES[[2]]), np.array([[True, False, True]]))
    assert nearest.tolist() == [[0, NO_NEIGHBOUR, 1]]  # the second class isn't looked at


def test_logits_are_small_for_what_is_out_of_scope(members: Members) -> None:
    logits = members.ood_logits(made(AXES))
    assert logits[:3].max(axis=1).min() > logits[3].max()


def test_a_class_that_is_left_out_gets_smaller_logits(members: Members) -> None:
    left_out = largest_left_out_logits(READINGS, LABELS, READINGS, LABELS, 3, seed=1)
    assert (left_out < members.ood_logits(READINGS).max(axis=1)).all()
    assert not largest_left_out_logits(READINGS, LABELS % 2, READINGS, LABELS % 2, 2, seed=1).any()


def test_members_are_the_same_after_a_restart(members: Members, tmp_path: Path) -> None:
    members.save(tmp_path / "members.safetensors")
    for one, other in zip(members, Members.load(tmp_path / "members.safetensors")):
        np.testing.assert_array_equal(one, other)
