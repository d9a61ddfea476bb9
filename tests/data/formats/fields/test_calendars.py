"""Dates of other calendars, in other digits, with months in many languages."""

import pytest

from data.formats.fields.times import parse


@pytest.mark.parametrize(
    "text",
    [
        "02/03/2569 15:14", "2 มี.ค. 2569 15:14", "2569-03-02 15:14", "1404/12/11 15:14", "۱۴۰۴/۱۲/۱۱ ۱۵:۱۴", "11 اسفند 1404 15:14",
        "民國115年3月2日 下午3:14", "令和8年3月2日 15:14", "R8.3.2 15:14", "二〇二六年三月二日 15:14",
        "2026年3月2日 下午3:14", "2026년 3월 2일 오후 3:14",
        "2 Μαρτίου 2026 3:14 μ.μ.", "2 במרץ 2026 15:14", "2 مارس 2026 3:14 م", "2. maaliskuuta 2026 klo 15.14", "2026. március 2. 15:14",
        "2 tháng 3, 2026 15:14", "2 Maret 2026 15.14", "2 березня 2026 15:14", "2 मार्च 2026 15:14", "2026-W10-1 15:14", "2.3.2026 ÖS 3:14",
        "02/03/2026 03:14 p. m.", "٠٢/٠٣/٢٠٢٦ ١٥:١٤", "２０２６-０３-０２ １５:１４",
    ],
)  # fmt: skip
def test_the_second_of_march(text: str) -> None:
    assert str(parse(text)) == "2026-03-02 15:14:00+00:00"


def test_persian_leap_years() -> None:
    assert [str(parse(f"{date} 00:00"))[:10] for date in ("1403/01/01", "1400/01/01", "1399/12/30", "1403/12/30")] == [
        "2024-03-20", "2021-03-21", "2021-03-20", "2025-03-20",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["2026 9.10", "10-1 09:10", "13/13/2026", "1404/13/40"])
def test_what_is_no_date(text: str) -> None:
    assert parse(text) is None
