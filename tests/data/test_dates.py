"""Dates as they are written in each language."""

import pytest

from data.dates import IsoDate, worded


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "27 November 2026"), ("zh", "2026年11月27日"), ("de", "27. November 2026"), ("fr", "27 novembre 2026"), ("xx", "2026-11-27")],
)
def test_dates(language: str, text: str) -> None:
    assert worded(IsoDate("2026-11-27"), language) == text
