"""Messages of a customer's own case, and others, on the real encoder; none of them was taught."""

from pathlib import Path

import numpy as np
import pytest

from bot.decisions.own_case import SUREST, own_case
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5

OWN = (
    "You've paid me back fourteen pounds less than it cost, have that looked at.",
    "A member of your staff swore he'd phone me yesterday and didn't.",
    "退给我的钱比我付的少，帮我核对",
    "Der Ersatz, den Sie geschickt haben, ist schon wieder kaputt. Was nun?",
)
OTHERS = ("How long does delivery take?", "Can the pan go in the oven?", "运费多少", "Wie kann ich etwas zurückgeben?")


@pytest.fixture(scope="module")
def encoder(encoders: Path) -> E5Encoder:
    return E5Encoder.load(exported_e5(encoders))


@pytest.mark.parametrize("own", OWN)
def test_an_own_case_is_told_from_what_anybody_asks(encoder: E5Encoder, own: str) -> None:
    of_own, *of_others = (own_case(encoder.read(text).sentence) for text in (own, *OTHERS))
    assert of_own > max(of_others)
    assert all(-SUREST <= each <= SUREST for each in (of_own, *of_others))


def test_another_encoders_vector_says_nothing() -> None:
    assert own_case(np.ones(7, dtype=np.float32)) == 0.0
