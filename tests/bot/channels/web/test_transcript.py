"""A conversation as a text file."""

from datetime import datetime, timezone

from bot.channels.web.routes.transcript import written
from bot.state.conversations import Said

AT = datetime(2026, 7, 1, 22, 30, tzinfo=timezone.utc)
SAID = [Said("customer", "Where is it?", AT), Said("bot", "On its way.", AT), Said("agent", "I'll look.", AT, agent="mia", name="Mia")]


def test_it_has_the_companys_name_and_the_customers_clock() -> None:
    text = written(SAID, "de-DE", "Juniper Lane", "Europe/Berlin")
    assert text.startswith("Juniper Lane\n")
    assert "2026-07-02 00:30 CEST  Sie\nWhere is it?" in text
    assert "CEST  Juniper Lane\nOn its way." in text
    assert "CEST  Mia\nI'll look." in text


def test_without_them_it_is_by_utc() -> None:
    for zone in ("", "Nowhere/Here"):
        assert "2026-07-01 22:30 UTC  Assistant\nOn its way." in written(SAID, "sw", "", zone)
