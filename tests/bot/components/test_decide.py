"""How probable an answer is that wasn't just given."""

import numpy as np
import pytest

from bot.components.asked import Asked, Found
from bot.components.decide import _answered_at
from bot.components.several import Decided
from bot.decisions.decision import Decision
from bot.decisions.observation import NO_FIT
from finetune.classifier.prediction import Prediction
from finetune.encoders.e5.encoder import TokenStates
from retrieval.search.entries import Hit, Passage, Source

NOTHING = np.zeros((0, 2), dtype=np.float32)
READING = TokenStates(np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.int64), NOTHING, np.zeros(2, dtype=np.float32))
PREDICTION = Prediction([("gift_card", 1.0)], 0.9, 0.9, "answer", [], [], NOTHING, READING, {}, np.zeros(384, dtype=np.float32))
SECTION = Hit(Passage("Oil it twice a year.", (Source("care.md", None, "Care", 1),), 1), "", 0.0, NO_FIT, 0.5)
REPLY = Hit(Passage("Oil the Vind in spring.", (Source("d-1", None),), 1), "", 0.0, NO_FIT, 0.5)


@pytest.mark.parametrize(
    ("said", "section", "probable"),
    [
        (SECTION, False, 0.6),  # the past answer that comes after it wasn't said
        (REPLY, False, 0.1),
        (SECTION, True, 0.1),
        (REPLY, True, 0.6),
    ],
)
def test_what_was_said_before_is_compared_with_what_would_be_said(said: Hit, section: bool, probable: float) -> None:
    asked = Asked("and when?", "alone", lambda _: PREDICTION, search=lambda _: Found((SECTION, REPLY)))
    decision = Decision("passage", "passage", {"template": 0.1, "passage": 0.6, "clarify": 0.2, "hand_over": 0.1}, section)
    assert _answered_at(Decided(asked, decision), said.passage.text) == probable
