"""Words and pieces of words as features."""

import numpy as np
import pytest

from finetune.classifier.ngrams import Vocabulary


def test_a_vocabulary_finds_words_whatever_the_script() -> None:
    vocabulary = Vocabulary.of(["我的订单", "我的包裹", "refund please", "refund now"])
    rows = vocabulary.tf_idf(["REFUND", "我的", "xyzzy"])
    lengths = np.diff(rows.starts)
    assert lengths[0] > 0
    assert lengths[1] > 0
    assert lengths[2] == 0
    first = rows.values[rows.starts[0] : rows.starts[1]]
    assert np.linalg.norm(first) == pytest.approx(1)
