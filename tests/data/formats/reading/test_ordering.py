import pytest

from data.formats.raw_dialogues import DELETED, Message
from data.formats.reading.ordering import in_order


def said(role: str) -> list[str]:
    """The texts in the order of their times, of four whose third has this role and no time."""
    rows = (("Shopper", "a", "09:14"), ("Helper", "b", "09:16"), (role, "c", None), ("Helper", "d", "09:20"))
    messages = [Message(line, who, text, f"2026-03-02 {time}" if time else None) for line, (who, text, time) in enumerate(rows, 1)]
    return [message.text for _, message in in_order(messages, True)]


@pytest.mark.parametrize("role", ["Shopper", "Helper", "customer", "agent", "bot", ""])
def test_a_message_without_a_time_keeps_its_place_whatever_its_speaker_is_called(role: str) -> None:
    assert said(role) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("role", ["note", "system", DELETED])
def test_what_nobody_said_needs_no_time(role: str) -> None:
    assert [text for text in said(role) if text != "c"] == ["a", "b", "d"]
    rows = [Message(1, "Helper", "b", "2026-03-02 09:16"), Message(2, role, "c"), Message(3, "Shopper", "a", "2026-03-02 09:14")]
    texts = [message.text for _, message in in_order(rows, True)]
    assert texts.index("a") < texts.index("b")
