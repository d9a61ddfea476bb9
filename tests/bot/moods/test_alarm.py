"""What a team is told of a surge says what, and names nobody."""

from dataclasses import replace

from bot.moods.alarm import Alarm
from bot.state.surges import Surge

SURGE = Surge("track_order", 1_700_000_000.0, 1_700_000_600.0, 9, 0.62)


def test_it_is_told_in_sentences_and_as_a_record_without_personal_data() -> None:
    alarm = Alarm(SURGE, ["Write to jo@example.com\u202e now!", "x" * 1000])
    assert alarm.said == ["Write to [email] now!", "x" * 300]
    assert alarm.text().startswith("Negative messages about track order: 9 customers in 10 minutes, since 22:13 UTC; 0.6 are usual.")
    assert "    Write to [email] now!" in alarm.text()
    assert "heed numbers" in alarm.text()
    assert alarm.record()["data"] == {
        "topic": "track_order", "title": "", "since": "2023-11-14T22:13:20+00:00", "customers": 9, "usual": 0.62, "messages": alarm.said,
        "page": "",
    }  # fmt: skip
    assert alarm.subject == "Many customers are unhappy about track order"
    titled = Alarm(replace(SURGE, title="Where is my order?"), [])
    assert titled.subject == "Many customers are unhappy about “Where is my order?”"
    assert Alarm(replace(SURGE, topic="other"), []).subject == "Many customers are unhappy about something that the assistant doesn't know"


def test_its_id_is_the_same_in_each_process() -> None:
    assert Alarm(SURGE, []).id == Alarm(Surge("track_order", 1_700_000_000.4, 1_700_000_700.0, 11, 0.7), ["more"]).id
    assert Alarm(SURGE, []).id != Alarm(Surge("track_order", 1_700_009_000.0, 1_700_009_600.0, 9, 0.62), []).id
