import pytest

from data.formats.fields.times import DateOrder, parse


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        (1_741_946_400_000, "2025-03-14 10:00"),
        ("1741946400", "2025-03-14 10:00"),
        ("45730.5", "2025-03-14 12:00"),
        ("2025-03-14T10:00:00Z", "2025-03-14 10:00"),
        ("2025-03-14 10:22 CET", "2025-03-14 09:22"),
        ("14.03.2025 10.22", "2025-03-14 10:22"),
        ("14. März 2025", "2025-03-14 00:00"),
        ("14 de marzo de 2025 a las 10:15", "2025-03-14 10:15"),
        ("Mar 14, 2025 3:05 PM", "2025-03-14 15:05"),
        ("2025年3月14日 下午2:40", "2025-03-14 14:40"),
        ("Tue Oct 31 22:10:47 +0000 2017", "2017-10-31 22:10"),
        ("20250314101500", "2025-03-14 10:15"),
        ("2024-03-02 23:30:00-05", "2024-03-03 04:30"),
        ("2024-03-02 23:30:00.123+02", "2024-03-02 21:30"),
        ("2024-03-02T14:03+01", "2024-03-02 13:03"),
        ("2024-03-02T14:03-05", "2024-03-02 19:03"),
        ("02.03.2024 10:00-12", "2024-03-02 10:00"),
        ("02.03.2024 10:00 - 12 Uhr", "2024-03-02 10:00"),
        ("2026-03-14 12:30 Sa", "2026-03-14 12:30"),
        ("14/03/2026 10:30 CH", "2026-03-14 22:30"),
        ("۱۲ دی ۱۴۰۴ ۱۰:۳۰", "2026-01-02 10:30"),
        ("20240302T140311+01", "2024-03-02 13:03"),
        ("/Date(1709388191000)/", "2024-03-02 14:03"),
        ("\\/Date(1709388191000+0100)\\/", "2024-03-02 14:03"),
    ],
)
def test_times_in_the_forms_of_many_logs(given: str | float, moment: str) -> None:
    parsed = parse(given)
    assert parsed is not None
    assert f"{parsed:%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize("given", ["20240302140311", 20240302140311, "20240302140311123", "20240302140311.0Z", "/Date(1709388191000)/"])
def test_seconds_are_kept(given: str | int) -> None:
    parsed = parse(given)
    assert parsed is not None
    assert f"{parsed:%Y-%m-%d %H:%M:%S}" == "2024-03-02 14:03:11"


@pytest.mark.parametrize("given", ["yesterday", "1.2.3", "2025-13-45", "", None, True, float("nan"), 1e300, "9" * 5000])
def test_what_is_no_time_is_none(given: str | float | None) -> None:
    assert parse(given) is None


@pytest.mark.parametrize(
    ("dates", "day_first", "sure"),
    [
        (["03/04/2025", "14/04/2025"], True, True),
        (["03/04/2025", "04/14/2025"], False, True),
        (["03/01/2025", "03/02/2025", "03/12/2025"], False, True),  # days of one month, rather than one day of many months
        (["03/04/2025 9:14 PM"], False, False),
        (["03/04/2025 21:14"], True, False),
        (["03.04.2025"], True, True),
    ],
)
def test_the_order_of_dates_is_decided_over_the_whole_file(dates: list[str], day_first: bool, sure: bool) -> None:
    order = DateOrder()
    for date in dates:
        order.note(date)
    assert order.decide() == (day_first, sure)
    assert order.decide("month-first") == (False, True)
