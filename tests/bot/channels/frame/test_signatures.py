"""Checks that take anything and say only yes or no."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.frame.signatures import Forged, require_fresh, require_same, sign


def test_a_signature_of_rfc_4231() -> None:
    assert sign(b"Jefe", "what do ya want ", b"for nothing?").hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


@given(st.text() | st.binary(), st.text() | st.binary())
def test_any_two_texts_are_compared(given_: str | bytes, expected: str | bytes) -> None:
    def read(text: str | bytes) -> bytes:
        return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")

    if read(given_) == read(expected) and expected:
        require_same(given_, expected)
    else:
        with pytest.raises(Forged):
            require_same(given_, expected)


@pytest.mark.parametrize("timestamp", ["", "x", "-1", "+1", "1.5", "1e9", "٣", " 1", "9" * 30, "nan", "0"])
def test_a_time_that_is_none_is_refused(timestamp: str) -> None:
    with pytest.raises(Forged):
        require_fresh(timestamp)


def test_a_time_within_the_window_is_taken() -> None:
    now = time.time()
    assert require_fresh(str(int(now * 1000)), unit_s=0.001) == pytest.approx(now, abs=0.01)
    for late_s in (-310, 310):
        with pytest.raises(Forged):
            require_fresh(str(int(now - late_s)))
