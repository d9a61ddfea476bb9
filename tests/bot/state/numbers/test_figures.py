"""What was counted, as it is read."""

from collections import Counter

from bot.state.numbers.figures import Figures, Topic, topics


def test_shares_and_durations() -> None:
    counts = Counter(
        {"answered_s:0.1": 60, "answered_s:0.5": 35, "answered_s:inf": 5, "mood:neutral": 3, "mood:negative": 1, "rated:up": 0}
    )
    figures = Figures(counts, 40, 10)
    assert figures.contained == 0.75
    assert figures.durations("answered_s") == {"number": 100, "median": 0.1, "p95": 0.5}
    assert Figures(Counter({"answered_s:inf": 5})).durations("answered_s") == {"number": 5, "median": 90.0, "p95": 90.0}
    assert list(figures.of("mood").items()) == [("neutral", 3), ("negative", 1)]
    assert figures.of("rated") == {}


def test_nothing_was_counted() -> None:
    record = Figures().record()
    assert record["contained"] is None
    assert record["response_s"] is None
    assert record["messages"] == 0


def test_topics_with_most_unanswered_questions_come_first() -> None:
    counts = {"topic:refund": 9, "topic:track_order": 20, "unanswered:refund": 4, "unanswered:odd": 1, "negative:refund": 2}
    counts |= {"topic:clarify": 7, "topic:talk_to_person": 5, "unanswered:out_of_scope": 3}  # outcomes, as they were counted once
    assert topics(counts) == [Topic("refund", 9, 4, 2), Topic("odd", 0, 1, 0), Topic("track_order", 20, 0, 0)]
