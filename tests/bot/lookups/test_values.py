"""What of a company's record may be said."""

import pytest

from bot.lookups.values import LONGEST, as_date, as_text, proven, said
from data.dates import IsoDate


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("DPD", "DPD"),
        ("Royal Mail (Tracked 24)", "Royal Mail (Tracked 24)"),
        ("顺丰速运", "顺丰速运"),
        (17, "17"),
        ("label_created", "label created"),
        ("[click](https://evil.example)", "click(https//evil.example)"),
        ("**bold** `code` <b>x</b>", "bold code bx/b"),
        ("{order_contact} {0[order_contact]}", "ordercontact 0ordercontact"),
        ("two\nlines\u2028three", "two lines three"),
        ("a\u202eb\u200bc\x00d", "abcd"),
        ("half \ud83d emoji", "half emoji"),
        ("x" * 10_000, "x" * LONGEST),
        (True, ""),
        (None, ""),
        ({"a": 1}, ""),
        ([1], ""),
        ("  ", ""),
    ],
)
def test_values_are_text_and_nothing_else(value: object, text: str) -> None:
    assert as_text(value).replace(" ", "") == text.replace(" ", "")
    assert not set(as_text(value)) & set("[]{}<>*_`|\\#\n")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-11-27", "2026-11-27"),
        ("2026-11-27T23:30:00Z", "2026-11-27"),
        ("2026-11-27T23:30:00+08:00", "2026-11-27"),
        ("27/11/2026", ""),
        ("2026-02-30", ""),
        ("soon", ""),
        (1_795_000_000, ""),
        (None, ""),
    ],
)
def test_dates_are_iso_or_left_out(value: object, day: str) -> None:
    assert as_date(value) == day
    assert not day or isinstance(as_date(value), IsoDate)


def test_what_is_missing_is_left_out() -> None:
    record = {"carrier": "DPD", "shipped_on": "yesterday", "email": "ada@example.com"}
    assert said(record, {"carrier": "text", "shipped_on": "date", "expected_on": "date"}) == {"carrier": "DPD"}


RECORD = {"email": "Ada@Example.com", "postcode": "LS1 4AP", "phone": None, "other": ""}


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("ada@example.com", True),
        ("ADA@EXAMPLE.COM", True),
        ("ls14ap", True),
        ("ＬＳ１ ４ＡＰ", True),
        ("bob@example.com", False),
        ("ada@example.co", False),
        ("None", False),
        ("", False),
        (" ", False),
    ],
)
def test_the_second_fact_must_be_the_records(given: str, right: bool) -> None:
    assert proven(RECORD, ["email", "postcode", "phone", "other", "missing"], given) is right


def test_a_field_of_another_kind_proves_nothing() -> None:
    for value in (True, ["ada@example.com"], {"ada@example.com": 1}, None):
        assert not proven({"email": value}, ["email"], "ada@example.com")
        assert not proven({"email": value}, ["email"], str(value))
