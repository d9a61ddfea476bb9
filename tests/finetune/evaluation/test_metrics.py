"""Figures beside ones worked out by hand."""

from dataclasses import replace

import pytest

from finetune.evaluation.metrics import score
from tests.finetune.evaluation.messages import SIX, message


def test_accuracy_and_macro_f1() -> None:
    scores = score(SIX, "abcd")
    assert scores.messages == 6
    assert scores.tested_intents == 3
    assert scores.accuracy == pytest.approx(3 / 6)
    assert scores.accuracy_interval == pytest.approx((0.1876, 0.8124), abs=1e-4)
    assert scores.macro_f1 == pytest.approx((2 / 3 + 2 / 5 + 0) / 3)


def test_intents_stand_with_the_hardest_first() -> None:
    rows = score(SIX, "abcd").intents
    assert [(row.intent, row.support) for row in rows] == [("c", 1), ("b", 2), ("a", 3)]
    assert [row.precision for row in rows] == pytest.approx([0, 1 / 3, 2 / 3])
    assert [row.recall for row in rows] == pytest.approx([0, 1 / 2, 2 / 3])
    assert [row.f1 for row in rows] == pytest.approx([0, 2 / 5, 2 / 3])
    [confusion] = rows[2].confusions
    assert (confusion.predicted, confusion.count, confusion.examples) == ("b", 1, ("a as b",))


def test_the_confusion_matrix_has_an_intent_a_row() -> None:
    matrix = score(SIX, "abcd").confusion_matrix
    assert matrix.intents == ("a", "b", "c", "d")
    assert matrix.counts == ((2, 1, 0, 0), (1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 0, 0))


def test_confusions_go_by_number_and_show_the_surest_texts() -> None:
    again = [replace(message("c", "b", confidence), text=f"sure {confidence}") for confidence in (0.1, 0.95, 0.3, 0.2)]
    first = score([*SIX, *again], "abcd").confusions[0]
    assert (first.label, first.predicted, first.count) == ("c", "b", 5)
    assert first.examples == ("sure 0.95", "c as b", "sure 0.3")


def test_share_and_precision_of_decisions() -> None:
    three = [message("a", "a"), message("a", "b"), message("a", "b", decision="hand_over")]
    answer, clarify, hand_over = score(three, "ab").decisions
    assert (answer.count, answer.share, answer.precision) == (2, pytest.approx(2 / 3), 0.5)
    assert (clarify.count, clarify.share, clarify.precision) == (0, 0, None)
    assert (hand_over.count, hand_over.share, hand_over.precision) == (1, pytest.approx(1 / 3), 1)


def test_out_of_scope_messages_are_measured_apart() -> None:
    known = [message("a", "a", 0.9), message("b", "b", 0.5)]
    outside = [message(None, "a", 0.6, out_of_scope=True), message(None, "b", 0.1, "hand_over", out_of_scope=True)]
    scores = score([*known, *outside], "ab")
    assert scores.accuracy == 1
    assert scores.messages == 2
    assert scores.out_of_scope is not None
    assert scores.out_of_scope.auroc == pytest.approx(3 / 4)
    assert scores.out_of_scope.messages == sum(scores.out_of_scope.outside) == sum(scores.out_of_scope.inside) == 2
    assert [each.share for each in scores.out_of_scope.decisions] == [0.5, 0, 0.5]
    assert [each.text for each in scores.out_of_scope.answered] == ["None as a"]
    assert score(known, "ab").out_of_scope is None
